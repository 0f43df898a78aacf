import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { WITHOUT_DATA } from '../../../../../testing/skipped.js';
import { readAnki } from '../../../src/sets/anki/reader.js';
import type { SkippedPair } from '../../../src/text/sentence-pair.js';
import { collect, pathsOf } from '../../support.js';

describe('the pairs of Anki', () => {
  const text =
    '\uFEFFGo.\tVe.\r\nGo.\tVete.\tCC-BY 2.0 (France) Attribution: tatoeba.org #2877272 (CM) & #5986655 (cueyayotl)\r\nno tab\r\n\tOnly Spanish\r\nHi.\tHola.\r\n\r\n';
  const expected = [
    { english: 'Go.', spanish: 'Ve.', line: 1 },
    { english: 'Go.', spanish: 'Vete.', line: 2 },
    { english: 'Hi.', spanish: 'Hola.', line: 5 },
  ];

  it.each([
    ['text', 'spa.txt', text],
    ['gzipped text', 'spa.txt.gz', gzipSync(text)],
    [
      'the zip',
      'spa-eng.zip',
      zipSync({ 'spa-eng/_about.txt': Buffer.from('a\tb'), 'spa-eng/spa.txt': Buffer.from(text) }),
    ],
  ])('are read from %s, with two columns or three', async (_, name, content) => {
    const [path = ''] = await pathsOf({ [name]: content });
    const skipped: SkippedPair[] = [];
    expect(await collect(readAnki(path, { skipped: (pair) => skipped.push(pair) }))).toEqual(expected);
    expect(skipped).toEqual([
      { line: 3, reason: 'not readable' },
      { line: 4, reason: 'without a side' },
    ]);
  });

  it("are read from a list of Tatoeba's, in which numbers stand before the sides", async () => {
    const list =
      '\uFEFF1276\tLet us try.\t2481\tIntentemos.\n1277\tI have to go to sleep.\t2482\tTengo que irme a dormir.\n42\t42\n';
    const [path = ''] = await pathsOf({ 'spa.txt': list });
    expect(await collect(readAnki(path))).toEqual([
      { english: 'Let us try.', spanish: 'Intentemos.', line: 1 },
      { english: 'I have to go to sleep.', spanish: 'Tengo que irme a dormir.', line: 2 },
      { english: '42', spanish: '42', line: 3 },
    ]);
  });

  it.each([
    [
      'a list of sentences with their language',
      '1276\teng\tLet us try.\n',
      "found 1 line, of which 1 aren't such",
    ],
    ['a list of numbers and sentences', '1276\tLet us try.\n', 'found 1 line, of which 1'],
    ['a web page', '<html>\n</html>\n', "found 2 lines, of which 2 aren't such UTF-8 text"],
    ['nothing', '', 'found 0 lines'],
    ['another encoding', Buffer.from('Ni\xf1o\tNi\xf1o\n', 'latin1'), 'found 1 line, of which 1'],
    [
      'another zip',
      zipSync({ 'fra.txt': Buffer.from('Go.\tVa.') }),
      'expected the member spa-eng/spa.txt, found none',
    ],
  ])('are refused from %s', async (_, content, message) => {
    const [path = ''] = await pathsOf({ data: content });
    const failure = collect(readAnki(path));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(`anki ${path}`);
  });
});

const mirror = process.env.BETTER_ATTENTION_DATA;

describe.runIf(mirror)(`the corpus of the mirror${WITHOUT_DATA}`, () => {
  it('has as many pairs as the manifest says', async () => {
    const { files } = JSON.parse(await readFile(join(mirror as string, 'MANIFEST.json'), 'utf8'));
    const { records } = files.find(({ file }: { file: string }) => file.endsWith('spa-eng.zip'));
    const pairs = await collect(readAnki(join(mirror as string, 'anki', 'spa-eng.zip')));
    expect(pairs).toHaveLength(records.all);
    expect(new Set(pairs.map(({ english }) => english)).size).toBe(102_904);
  });
});
