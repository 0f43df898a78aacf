import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { ownTexts } from '../../src/index.js';
import { temporaryFolder } from '../support.js';

const CLASSES = ['bad', 'good'];
const SIZES = { vocabularySize: 50, length: 6 };
const TEXTS = Array.from({ length: 40 }, (_, at) => ({
  text: `${at % 2 === 0 ? 'awful' : 'lovely'} film number ${at}`,
  label: at % 2,
}));
const options = { name: 'mine', classes: CLASSES, ...SIZES, train: TEXTS, test: 0.25 };

describe('ownTexts', () => {
  it('reads texts in memory, holding a share out by their digests', async () => {
    const set = await ownTexts(options).load();
    const { train, validation } = set.split(randomStream(0));
    expect(train.size + validation.size + set.test.size).toBe(40);
    expect(set.test.size).toBeGreaterThan(3);
    expect(set.test.size).toBeLessThan(20);
    expect((await ownTexts(options).load()).test.labels).toEqual(set.test.labels);
    expect(set.classes).toEqual(CLASSES);
    expect(set.provenance).toMatchObject({ source: 'own files', remarks: [] });
    expect((await set.test.batch([0])).tokens).toHaveLength(6);
  });

  it('reads CSV and JSON lines alike, labels by name or number', async () => {
    const folder = await temporaryFolder();
    const csv = TEXTS.map(({ text, label }) => `"${text}",${CLASSES[label]}`);
    const lines = TEXTS.map(({ text, label }) => JSON.stringify({ review: text, stars: label }));
    await writeFile(join(folder, 'a.csv'), ['text,label', ...csv].join('\n'));
    await writeFile(join(folder, 'b.jsonl'), lines.join('\n'));
    const a = ownTexts({ ...options, train: join(folder, 'a.csv') });
    const train = pathToFileURL(join(folder, 'b.jsonl'));
    const b = ownTexts({ ...options, train, textColumn: 'review', labelColumn: 'stars' });
    const [one, other, memory] = [await a.load(), await b.load(), await ownTexts(options).load()];
    expect(one.provenance.contents).toBe(memory.provenance.contents);
    expect(other.provenance.contents).toBe(memory.provenance.contents);
    expect(one.provenance.files).toMatchObject([{ name: 'a.csv', bytes: expect.any(Number) }]);
    expect(a.options).toMatchObject({ train: 'a.csv', test: 0.25 });
    expect(await a.obtain?.()).toMatchObject({ source: 'own files', files: [{ state: 'own' }] });
  });

  it('has other digests for other texts', async () => {
    const before = ownTexts(options);
    const after = ownTexts({ ...options, train: TEXTS.with(0, { text: 'changed', label: 0 }) });
    expect(after.options.train).not.toBe(before.options.train);
    expect(after.options.train).toMatch(/^40 texts [0-9a-f]{64}$/);
  });

  it.each([
    [{ lenght: 5 }, "ownTexts: unknown option 'lenght'; known: name, title, classes, train"],
    [{ classes: ['one'] }, 'mine: expected classes to be two or more different names'],
    [{ test: 1.5 }, 'mine: expected test to be texts, or a share between 0 and 1, got 1.5'],
    [{ vocabularySize: 2 }, 'mine: expected an integer vocabularySize from 5, got 2'],
  ])('refuses %j at once', (changes, message) => {
    expect(() => ownTexts({ ...options, ...changes } as never)).toThrow(message);
  });

  it('names the record of a class that there is not, of a column that is missing, and a file that is missing', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'a.csv');
    await writeFile(path, 'text,label\na,good\nb,neutral\n');
    const load = (changes: object) => ownTexts({ ...options, train: path, ...changes }).load();
    await expect(load({})).rejects.toThrow(
      `mine: ${path}, record 2: expected a class (bad, good) or its number from 0 to 1, found "neutral"`,
    );
    await expect(load({ textColumn: 'review' })).rejects.toThrow(
      `${path}, record 1: expected review, found text, label; the options textColumn and labelColumn name others`,
    );
    await expect(load({ train: 'nowhere.csv' })).rejects.toThrow(
      /^mine: expected a file or folder at .*nowhere\.csv, found nothing there; name it by new URL\(…, import\.meta\.url\)/,
    );
    await expect(ownTexts({ ...options, train: path }).load({ use: 'sample', samples: '.' })).rejects.toThrow(
      'mine: there is no embedded sample of your own data; leave embeddedSample out of the preset',
    );
  });
});
