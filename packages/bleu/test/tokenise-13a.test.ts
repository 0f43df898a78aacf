import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { tokenise13a } from '../src/index.js';
import { fixture } from './support.js';

it.each(fixture.lines)('splits $text as sacreBLEU does', ({ text, tokens }) => {
  expect(tokenise13a(text)).toEqual(tokens);
});

it('treats every character of Unicode between two letters as sacreBLEU does', () => {
  const splitting = new Map(fixture.splittingCharacters.map(({ code, tokens }) => [code, tokens.join(' ')]));
  const different: number[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const text = `a${String.fromCodePoint(code)}b`;
    if (tokenise13a(text).join(' ') !== (splitting.get(code) ?? text)) different.push(code);
  }
  expect(splitting.size).toBe(59);
  expect(different).toEqual([]);
});

it('leaves tokens without spaces, however odd the text', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      for (const token of tokenise13a(text)) expect(token).toMatch(/^[^ \t\n\u00a0]+$/);
    }),
    { seed: 1 },
  );
});

it.each(['a ', ' ', '. ', '5,', '-\n', '&amp;', '<skipped>'])(
  'takes a time in proportion to a line of repeated %j',
  (piece) => {
    const start = performance.now();
    tokenise13a(piece.repeat(200_000));
    expect(performance.now() - start).toBeLessThan(5_000);
  },
);
