import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bleu } from '@better-attention/bleu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTranslations } from '../../src/tables/translations.js';

const references = Array.from(
  { length: 40 },
  (_, at) => `el gato ${at} duerme en la casa ${at % 7} de mi tía`,
);
const hypotheses = references.map((reference, at) => (at % 3 ? reference : `un perro ${at} come en la casa`));
const score = bleu({ hypotheses, references }).score;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'translations '));
  await mkdir(join(folder, 'translations'));
});
afterAll(() => rm(folder, { recursive: true }));

async function attached(name: string, lines: readonly string[]) {
  const content = lines.map((each) => `${each}\n`).join('');
  const file = `translations/${name}.txt`;
  await writeFile(join(folder, file), content);
  return { file, sha256: createHash('sha256').update(content).digest('hex') };
}

async function read({ said = score, sentences = 40, lines = hypotheses } = {}) {
  const translations = {
    sentences,
    sources: await attached('sources', references),
    references: await attached('references', references),
    hypotheses: await attached('super-h8-seed0', lines),
  };
  return readTranslations(folder, 'super-h8-seed0.json', { test: { bleu: said }, translations });
}

describe('translations beside a record', () => {
  it('are scored again, on draws that depend on their number alone', async () => {
    const { resampled, problems } = await read();
    expect(problems.size).toBe(0);
    expect(resampled).toMatchObject({ metric: 'bleu', examples: 40 });
    expect(resampled?.method).toMatch(/^nrefs:1\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|version:/);
    const { resamples = [] } = resampled ?? {};
    expect(resamples).toHaveLength(1000);
    const mean = resamples.reduce((sum, each) => sum + each, 0) / 1000;
    expect(Math.abs(mean - score)).toBeLessThan(2);
    expect(Math.max(...resamples) - Math.min(...resamples)).toBeGreaterThan(10);
    const other = await read({ said: bleu({ hypotheses: references, references }).score, lines: references });
    expect(other.resampled?.resamples.every((each) => Math.abs(each - 100) < 1e-9)).toBe(true);
    expect((await read()).resampled?.resamples).toEqual(resamples);
  });

  it('are refused where their BLEU is not the recorded one', async () => {
    const { resampled, problems } = await read({ said: 50 });
    expect(resampled).toBeUndefined();
    expect([...problems]).toEqual([
      ['translations/super-h8-seed0.txt', `its BLEU is ${score}, though super-h8-seed0.json says 50`],
    ]);
  });

  it('are refused where they are more or fewer than the record says, or missing', async () => {
    const { problems } = await read({ sentences: 41 });
    expect([...problems.values()]).toEqual([
      '40 lines, though super-h8-seed0.json says 41',
      '40 lines, though super-h8-seed0.json says 41',
    ]);
    const missing = { file: 'translations/none.txt', sha256: 'a'.repeat(64) };
    const found = await readTranslations(folder, 'r.json', {
      test: { bleu: 1 },
      translations: { sentences: 1, sources: missing, references: missing, hypotheses: missing },
    });
    expect([...found.problems]).toEqual([['translations/none.txt', 'missing, though r.json names it']]);
  });
});
