import { type AttentionMaps, type BleuScoring, runFile } from '@better-attention/records';
import { ACCURACY, BLEU, LOSS, TOP5_ACCURACY } from '../src/input/metrics.js';
import type { TrainingTableInput } from '../src/input/tables.js';
import { image, mapsOf, words } from './maps.js';
import { completeRun, failedRun, gridOfRuns, MECHANISMS, PAPER, tableOf } from './runs.js';

const BASELINES = ['linformer', 'performer', 'multi-query'];

function attention(make: (mechanism: string) => AttentionMaps): Map<string, AttentionMaps> {
  return new Map(
    [...MECHANISMS, 'linformer'].map((mechanism) => [
      runFile({ mechanism, heads: 4, seed: 0 }),
      make(mechanism),
    ]),
  );
}

function runs(experiment: string, seeds = 3) {
  const baselines = BASELINES.flatMap((mechanism) =>
    Array.from({ length: seeds }, (_, seed) => completeRun(mechanism, { seed })),
  );
  return [...gridOfRuns({ heads: [4, 1, 2, 8], seeds }), ...baselines].map((run) => ({ ...run, experiment }));
}

/** A text table with everything that a table may have. */
export function textTable(changes: Partial<TrainingTableInput> = {}): TrainingTableInput {
  const tokens = words(16);
  return tableOf([...runs('imdb'), failedRun('super', { heads: 2, seed: 3 })], {
    paper: PAPER,
    baselines: BASELINES,
    attention: attention((mechanism) =>
      mapsOf(mechanism, [
        { label: 'positive', input: { kind: 'text', tokens }, layer: 'attention', queries: 16, keys: 16 },
        {
          label: 'negative',
          input: { kind: 'text', tokens: words(16).reverse() },
          layer: 'attention',
          queries: 16,
          keys: 16,
        },
      ]),
    ),
    ...changes,
  });
}

/** A table of images, with accuracy among five. */
export function imageTable(changes: Partial<TrainingTableInput> = {}): TrainingTableInput {
  const top5 = { top5Accuracy: 0.93 };
  const records = runs('cifar100').map((run) => ({
    ...run,
    epochs: run.epochs.map(({ train, validation, ...epoch }) => ({
      ...epoch,
      train: { ...train, ...top5 },
      validation: { ...validation, ...top5 },
    })),
    test: { ...run.test, ...top5 },
  }));
  return tableOf(records, {
    name: 'cifar100',
    title: 'Image classification: CIFAR-100',
    metrics: [LOSS, ACCURACY, TOP5_ACCURACY],
    baselines: BASELINES,
    attention: attention((mechanism) =>
      mapsOf(mechanism, [
        { label: 'a bottle', input: image(24, 3), layer: 'block 8', queries: 36, keys: 36 },
        { label: 'a digit', input: image(12, 1), layer: 'block 8', queries: 36, keys: 36 },
      ]),
    ),
    ...changes,
  });
}

/** A table's maps with all of their examples of one class. */
export function applesOf({ attention = new Map() }: TrainingTableInput): Map<string, AttentionMaps> {
  return new Map(
    [...attention].map(([file, maps]) => {
      const examples = maps.examples.map((one: AttentionMaps['examples'][number], at: number) => ({
        ...one,
        label: `test image ${at + 1}: apple`,
      }));
      return [file, { ...maps, examples }];
    }),
  );
}

/** How BLEU is scored. */
export const SCORING: BleuScoring = {
  signature: 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:1',
  unknownWord: 'UNK',
  sentences: 1000,
  brevityPenalty: 0.9,
  ceiling: 59.876,
};

/** A translation table, with BLEU and translated sentences. */
export function translationTable(changes: Partial<TrainingTableInput> = {}): TrainingTableInput {
  const records = runs('en-es-translation').map((run) => ({
    ...run,
    test: { ...run.test, bleu: 20 + run.seed },
    scoring: SCORING,
    samples: [{ source: 'Where is <it>?', reference: '¿Dónde está?', output: `dónde ${run.mechanism}` }],
  }));
  const input = { kind: 'translation' as const, source: words(6), target: words(8) };
  return tableOf(records, {
    name: 'en-es-translation',
    title: 'Translation: English to Spanish',
    metrics: [LOSS, ACCURACY, BLEU],
    headline: 'bleu',
    equivalence: { margin: 2, because: 'two points of BLEU that nobody translated.' },
    baselines: BASELINES,
    attention: attention((mechanism) =>
      mapsOf(mechanism, [{ label: 'a question', input, layer: 'decoder to encoder', queries: 8, keys: 6 }]),
    ),
    ...changes,
  });
}
