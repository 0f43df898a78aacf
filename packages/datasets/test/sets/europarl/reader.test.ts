import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { WITHOUT_DATA } from '../../../../../testing/skipped.js';
import { readEuroparl } from '../../../src/sets/europarl/reader.js';
import type { SkippedPair } from '../../../src/text/sentence-pair.js';
import { collect, pathsOf, temporaryFolder, writeArchive } from '../../support.js';

describe('the pairs of Europarl', () => {
  const english = 'Go.\r\n<P>\n\nHi.\u2028Now.\n<CHAPTER ID=1>\nSkip\nEnd';
  const spanish = 'Ve.\r\n<P>\nNada\nHola.\n<CHAPTER ID=1>\n \nFin\n';
  const expected = [
    { english: 'Go.', spanish: 'Ve.', line: 1 },
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
      await pathsOf({ 'e.es-en.en': english, 'e.es-en.es': spanish }),
      await pathsOf({ 'e.es-en.es.gz': gzipSync(spanish), 'e.es-en.en.gz': gzipSync(english) }),
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
      "found 1 line, of which 1 aren't",
    ],
    [
      'a damaged file',
      { 'e.en': gzipSync('a\nb\n').subarray(0, -6), 'e.es': 'a\nb\n' },
      'expected whole gzipped content',
    ],
  ])('are refused with %s', async (_, files, message) => {
    const paths = await pathsOf(files as Record<string, string | Uint8Array>);
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

describe.runIf(mirror)(`the corpus of the mirror${WITHOUT_DATA}`, () => {
  it('has as many pairs as the manifest says', async () => {
    const { files } = JSON.parse(await readFile(join(mirror as string, 'MANIFEST.json'), 'utf8'));
    const { records } = files.find(({ file }: { file: string }) => file.endsWith('es-en.en.gz'));
    const paths = ['en', 'es'].map((side) =>
      join(mirror as string, 'europarl', `europarl-subset.es-en.${side}.gz`),
    );
    expect(await collect(readEuroparl(paths))).toHaveLength(records.all);
  });
});
