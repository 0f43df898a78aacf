import { expect, it } from 'vitest';
import { readable } from '../src/readable.js';

it.each([
  ['', ''],
  ['¿Dónde está «él»?\t\n', '¿Dónde está «él»?\t\n'],
  ['中文 हिन्दी 👩‍🔬 ｱ', '中文 हिन्दी 👩‍🔬 ｱ'],
  ['a\u0000b\u0008', 'a[U+0000]b[U+0008]'],
  ['\u001b[31mred\u001b[0m', '[U+001B][31mred[U+001B][0m'],
  ['over\rwritten', 'over[U+000D]written'],
  ['\u007f\u0085\u009b', '[U+007F][U+0085][U+009B]'],
  ['half \ud83d, half \udc00', 'half [U+D83D], half [U+DC00]'],
  ['\ufffe\uffff\u{1fffe}', '[U+FFFE][U+FFFF][U+1FFFE]'],
  ['\u202egnp.exe\u2066', '[U+202E]gnp.exe[U+2066]'],
  ['\u2028\u2029', '[U+2028][U+2029]'],
])('%j is shown as %j', (text, shown) => {
  expect(readable(text)).toBe(shown);
  expect(readable(shown)).toBe(shown);
});
