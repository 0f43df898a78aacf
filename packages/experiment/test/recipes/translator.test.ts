import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Standardisation, type TranslationDataset, translation } from '@better-attention/datasets';
import type { Trainer } from '@better-attention/training';
import { afterEach, describe, expect, it } from 'vitest';
import { translator } from '../../src/index.js';

const TOGETHER = 64;
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

interface Pairs {
  readonly spanish: (sentence: number) => string;
  readonly standardisation?: Standardisation;
  /** L */
  readonly length?: number;
}

/** A translation set of 200 sentences. */
async function pairsOf({ spanish, length = 12, ...options }: Pairs): Promise<TranslationDataset> {
  const mirror = await mkdtemp(join(tmpdir(), 'pairs '));
  folders.push(mirror);
  const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
  const write = async (folder: string, name: string, texts: readonly string[]) => {
    await mkdir(join(mirror, folder), { recursive: true });
    await writeFile(join(mirror, folder, name), lines(texts));
  };
  const all = [...Array(200).keys()];
  await write(
    'anki',
    'spa.txt',
    all.map((at) => `Sentence ${at}.\t${spanish(at)}`),
  );
  await write('europarl', 'europarl.es-en.en', ['A report.']);
  await write('europarl', 'europarl.es-en.es', ['Un informe.']);
  return translation({ vocabularySize: 500, length, ...options }).load({
    mirror,
    cache: join(mirror, 'none'),
  });
}

/** A trainer of a model that says what `said` makes of the tokens that it should say, `[start]` first. */
function speaker(
  { test, length, vocabularies }: TranslationDataset,
  said: (taught: Int32Array) => ArrayLike<number>,
): Trainer {
  const V = vocabularies.target.length;
  const encode = async () => ({});
  const next = async ({ position }: { position: Int32Array }) => {
    const rows = await test.batch([...Array(TOGETHER).keys()].map((row) => row % test.size));
    const logits = new Float32Array(TOGETHER * V);
    for (let row = 0; row < TOGETHER; row++) {
      const taught = rows.target.subarray(row * (length + 1), (row + 1) * (length + 1));
      const token = said(taught)[(position[0] as number) + 1];
      logits[row * V + (token || vocabularies.target.indexOf('[end]'))] = 1;
    }
    return { logits };
  };
  const runs = [encode, next];
  return {
    compile: async () => ({ run: runs.shift(), dispose: async () => {} }),
  } as unknown as Trainer;
}

/** What is measured of a translator that speaks so. */
async function examined(pairs: TranslationDataset, said: (taught: Int32Array) => ArrayLike<number>) {
  const recipe = translator({ modelWidth: 8, heads: 2, hiddenWidth: 8, dropout: 0, translated: TOGETHER });
  const model = recipe.build({ mechanism: 'standard', heads: 2, dataset: pairs });
  const examination = await model.examine?.(speaker(pairs, said));
  if (examination?.scoring === undefined) throw new Error('expected BLEU and how it was scored');
  return { ...examination, bleu: examination.metrics.bleu as number, scoring: examination.scoring };
}

const word = (sentence: number) => `palabra${sentence % 7}`;

describe.each(['keras', 'unicode'] as const)('translations, standardised as %s does', (standardisation) => {
  const spanish = (at: number) => `¿Él “come” TRES manzanas — rojas, ${word(at)}? ¡ÑANDÚ [sic]!`;

  it('of a perfect translator score 100, and so do the references', async () => {
    const pairs = await pairsOf({ spanish, standardisation });
    const { bleu, scoring } = await examined(pairs, (taught) => taught);
    expect(bleu).toBeCloseTo(100, 9);
    expect(scoring).toEqual({
      signature: expect.stringMatching(/^nrefs:1\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|version:/),
      unknownWord: 'UNK',
      sentences: pairs.test.size,
      brevityPenalty: 1,
      ceiling: bleu,
    });
  });
});

describe('an unknown word', () => {
  const spanish = (at: number) => `uno dos tres ${word(at)} cinco seis`;
  const unknown = (taught: Int32Array) => taught.map((token, at) => (at === 4 ? 1 : token));

  it('counts as one wrong word of the translation', async () => {
    const pairs = await pairsOf({ spanish });
    const wrong = pairs.vocabularies.target.indexOf('informe');
    expect(wrong).toBeGreaterThan(1);
    const other = await examined(pairs, (taught) => taught.map((token, at) => (at === 4 ? wrong : token)));
    const { bleu, scoring, samples } = await examined(pairs, unknown);
    expect(samples[0]?.output).toBe('uno dos tres UNK cinco seis');
    expect(bleu).toBe(other.bleu);
    expect(bleu).toBeGreaterThan(10);
    expect(scoring.brevityPenalty).toBe(1);
    expect(scoring.ceiling).toBeCloseTo(100, 9);
  });

  it('makes up for no word that is missing', async () => {
    const pairs = await pairsOf({ spanish });
    const { scoring } = await examined(pairs, (taught) => unknown(taught).subarray(0, 5));
    expect(scoring.brevityPenalty).toBeCloseTo(Math.exp(1 - 6 / 4), 9);
  });
});

it('what a perfect translator would score is below 100 where sentences are cut and words unknown', async () => {
  const spanish = (at: number) => `uno dos tres cuatro ${at < 100 ? 'cinco' : `cinco${at}`} seis siete ocho`;
  const pairs = await pairsOf({ spanish, length: 6 });
  const { bleu, scoring } = await examined(pairs, (taught) => taught);
  expect(scoring.ceiling).toBe(bleu);
  expect(scoring.ceiling).toBeGreaterThan(30);
  expect(scoring.ceiling).toBeLessThan(80);
});
