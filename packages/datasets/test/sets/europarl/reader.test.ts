import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readAnki, readEuroparl, type SkippedPair } from '../../../src/sets/europarl/reader.js';
import { collect, temporaryFolder, writeArchive } from '../../support.js';

async function written(files: Record<string, string | Uint8Array>): Promise<string[]> {
  const folder = await temporaryFolder();
  return Promise.all(
    Object.entries(files).map(async ([name, content]) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    }),
  );
}

const GO = { english: 'Go.', spanish: 'Ve.' };

describe('the pairs of Anki', () => {
  const text =
    '\uFEFFGo.\tVe.\r\nGo.\tVete.\tCC-BY 2.0 (France) Attribution: tatoeba.org #2877272 (CM) & #5986655 (cueyayotl)\r\nno tab\r\n\tOnly Spanish\r\nHi.\tHola.\r\n\r\n';
  const expected = [
    { ...GO, line: 1 },
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
    const [path = ''] = await written({ [name]: content });
    const skipped: SkippedPair[] = [];
    expect(await collect(readAnki(path, { skipped: (pair) => skipped.push(pair) }))).toEqual(expected);
    expect(skipped).toEqual([
      { line: 3, reason: 'not readable' },
      { line: 4, reason: 'without a side' },
    ]);
  });

  it.each([
    ['a web page', '<html>\n</html>\n', 'found 2 lines, of which 2 are no such UTF-8 text'],
    ['nothing', '', 'found 0 lines'],
    ['another encoding', Buffer.from('Ni\xf1o\tNi\xf1o\n', 'latin1'), 'found 1 line, of which 1'],
    [
      'another zip',
      zipSync({ 'fra.txt': Buffer.from('Go.\tVa.') }),
      'expected the member spa-eng/spa.txt, found none',
    ],
  ])('are refused from %s', async (_, content, message) => {
    const [path = ''] = await written({ data: content });
    const failure = collect(readAnki(path));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(`anki ${path}`);
  });
});

describe('the pairs of Europarl', () => {
  const english = 'Go.\r\n<P>\n\nHi.\u2028Now.\n<CHAPTER ID=1>\nSkip\nEnd';
  const spanish = 'Ve.\r\n<P>\nNada\nHola.\n<CHAPTER ID=1>\n \nFin\n';
  const expected = [
    { ...GO, line: 1 },
    { english: 'Hi.\u2028Now.', spanish: 'Hola.', line: 4 },
    { english: 'End', spanish: 'Fin', line: 7 },
  ];

  it('are read from two files, gzipped or not, in any order, and from the archive', async () => {
    const archive = join(await temporaryFolder(), 'es-en.tgz');
    await writeArchive(archive, [
      ['europarl-v7.es-en.es', spanish],
      ['europarl-v7.es-en.en', english],
    ]);
    for (const paths of [
      await written({ 'e.es-en.en': english, 'e.es-en.es': spanish }),
      await written({ 'e.es-en.es.gz': gzipSync(spanish), 'e.es-en.en.gz': gzipSync(english) }),
      [archive],
    ]) {
      const skipped: SkippedPair[] = [];
      expect(await collect(readEuroparl(paths, { skipped: (pair) => skipped.push(pair) }))).toEqual(expected);
      expect(skipped).toEqual([
        { line: 2, reason: 'markup' },
        { line: 3, reason: 'without a side' },
        { line: 5, reason: 'markup' },
        { line: 6, reason: 'without a side' },
      ]);
    }
  });

  it.each([
    [
      'fewer lines of English',
      { 'e.en': 'a\nb\n', 'e.es': 'a\nb\nc\n' },
      'found that English ends after line 2',
    ],
    ['fewer lines of Spanish', { 'e.en': 'a\n', 'e.es': '' }, 'found that Spanish ends after line 0'],
    ['one side', { 'e.en': 'a\n' }, 'expected es-en.tgz, or a file ….es-en.es with its like, found /'],
    ['nothing in them', { 'e.en': '', 'e.es': '' }, 'found 0 lines'],
    [
      'another encoding',
      { 'e.en': Buffer.from('caf\xe9', 'latin1'), 'e.es': 'x' },
      'found 1 line, of which 1 are none',
    ],
    [
      'a damaged file',
      { 'e.en': gzipSync('a\nb\n').subarray(0, -6), 'e.es': 'a\nb\n' },
      'expected whole gzipped content',
    ],
  ])('are refused with %s', async (_, files, message) => {
    const paths = await written(files as Record<string, string | Uint8Array>);
    await expect(collect(readEuroparl(paths))).rejects.toThrow(message);
  });

  it('are refused from another archive', async () => {
    const path = await writeArchive(join(await temporaryFolder(), 'es-en.tgz'), [['README', 'x']]);
    await expect(collect(readEuroparl([path]))).rejects.toThrow(
      `archive ${path}: none of its members is the one that is looked for`,
    );
  });
});

const mirror = process.env.BETTER_ATTENTION_DATA;

describe.runIf(mirror)('the corpora of the mirror', () => {
  it('have as many pairs as the manifest says', async () => {
    const { files } = JSON.parse(await readFile(join(mirror as string, 'MANIFEST.json'), 'utf8'));
    const expected = (end: string) =>
      files.find(({ file }: { file: string }) => file.endsWith(end)).records.all;
    const anki = await collect(readAnki(join(mirror as string, 'anki', 'spa-eng.zip')));
    expect(anki).toHaveLength(expected('spa-eng.zip'));
    expect(new Set(anki.map(({ english }) => english)).size).toBe(102_904);
    const paths = ['en', 'es'].map((side) =>
      join(mirror as string, 'europarl', `europarl-subset.es-en.${side}.gz`),
    );
    expect(await collect(readEuroparl(paths))).toHaveLength(expected('es-en.en.gz'));
  });
});
