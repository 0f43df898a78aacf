import { randomStream } from '@better-attention/random';
import {
  type CompleteRun,
  type FailedRun,
  type RunRecord,
  runFile,
  runRecord,
} from '@better-attention/records';
import { ACCURACY, LOSS } from '../src/input/metrics.js';
import type { Paper } from '../src/input/paper.js';
import type { TrainingTableInput } from '../src/input/tables.js';

const HASH = 'ab'.repeat(32);
const QUALITY: Record<string, number> = { standard: 0.728, optimised: 0.727, efficient: 0.73, super: 0.755 };
const ATTENTION: Record<string, number> = { standard: 4224, optimised: 3168, efficient: 2112, super: 3136 };

export const MECHANISMS = ['standard', 'optimised', 'efficient', 'super'];

type Changes<Run> = { [Key in keyof Run]?: Run[Key] };

function identity(mechanism: string, heads: number, seed: number) {
  return {
    version: 1 as const,
    experiment: 'imdb',
    preset: 'cpu',
    mechanism,
    heads,
    seed,
    configuration: { modelWidth: 32, seed },
    fingerprint: HASH,
    data: {
      name: 'IMDB reviews',
      source: 'mirror' as const,
      files: [{ name: 'aclImdb_v1-labelled.tar.gz', bytes: 52_000_000, sha256: HASH }],
      contents: HASH,
      examples: { train: 22_500, validation: 2_500, test: 25_000 },
      remarks: ['123 reviews are in both parts.'],
    },
    engine: {
      name: 'onnx',
      device: 'cpu',
      threads: 2,
      concurrentRuns: 1,
      versions: { 'onnxruntime-node': '1.30.0', '@tensorflow/tfjs-core': '4.22.0' },
    },
    machine: {
      processor: 'Example Processor 3.0 GHz',
      cores: 2,
      memoryBytes: 8 * 2 ** 30,
      platform: 'linux x64',
      node: '20.20.2',
    },
    source: {
      commit: '0123456789abcdef0123456789abcdef01234567',
      dirty: false,
      packages: HASH,
      lockfile: HASH,
    },
    startedAt: '2026-01-02T03:04:05Z',
    finishedAt: '2026-01-02T03:05:05Z',
  };
}

/** A run as training leaves it, with numbers that depend on mechanism, heads and seed alone. */
export function completeRun(
  mechanism: string,
  { heads = 4, seed = 0, ...changes }: Changes<CompleteRun> = {},
): CompleteRun {
  const random = randomStream(seed, mechanism, heads);
  const quality = (QUALITY[mechanism] ?? 0.7) + 0.006 * random.normal() + 0.002 * Math.log2(heads);
  const curve = Array.from({ length: 10 }, (_, index) => {
    const learned = 1 - Math.exp(-(index + 1) / 1.5);
    const overfit = 0.004 * index ** 1.3;
    const validation = 0.5 + (quality - 0.5) * learned - overfit + 0.003 * random.normal();
    return {
      epoch: index + 1,
      train: { loss: 0.69 - 0.055 * index, accuracy: 0.55 + 0.044 * index },
      validation: { loss: 0.69 - 0.2 * learned + 3 * overfit, accuracy: validation },
    };
  });
  const best = curve.reduce((first, next) =>
    next.validation.accuracy > first.validation.accuracy ? next : first,
  );
  const {
    trainSeconds = 12 * ((ATTENTION[mechanism] ?? 4224) / 8448 + 0.5) + 0.2 * random.normal(),
    epochs = curve.map((epoch) => ({ ...epoch, trainSeconds: trainSeconds / curve.length })),
  } = changes;
  return {
    ...identity(mechanism, heads, seed),
    status: 'complete',
    bestEpoch: best.epoch,
    test: { loss: 0.55 - 0.2 * (quality - 0.7), accuracy: quality },
    inferenceMilliseconds: 0.8 + (ATTENTION[mechanism] ?? 4224) / 20_000 + 0.01 * random.normal(),
    inferenceBatch: 64,
    parameters: { model: 640_000 + (ATTENTION[mechanism] ?? 4224), attention: ATTENTION[mechanism] ?? 4224 },
    matmulsPerHead: 4,
    peakMemoryBytes: 300_000_000,
    ...changes,
    epochs,
    trainSeconds: epochs.reduce((sum, epoch) => sum + epoch.trainSeconds, 0),
  };
}

/** A run that ended with an error in its first epoch. */
export function failedRun(
  mechanism: string,
  { heads = 4, seed = 0, ...changes }: Changes<FailedRun> = {},
): FailedRun {
  return {
    ...identity(mechanism, heads, seed),
    status: 'failed',
    epochs: [],
    error: 'loss is NaN at step 12\n    at step (loop.js:1:1)',
    ...changes,
  };
}

/** Records by file name, each checked against the schema. */
function recordsOf(runs: readonly RunRecord[]): Map<string, RunRecord> {
  return new Map(runs.map((run) => [runFile(run), runRecord.parse(run)]));
}

/** Every mechanism with every seed. */
export function gridOfRuns({
  heads = [4],
  seeds = 5,
}: {
  heads?: number[];
  seeds?: number;
} = {}): CompleteRun[] {
  return heads.flatMap((count) =>
    MECHANISMS.flatMap((mechanism) =>
      Array.from({ length: seeds }, (_, seed) => completeRun(mechanism, { heads: count, seed })),
    ),
  );
}

/** What is known of the paper's IMDB table, and a public rebuild. */
export const PAPER: Paper = {
  values: [
    {
      mechanism: 'super',
      heads: 4,
      column: 'test.accuracy',
      value: 78,
      unit: '%',
      approximate: true,
      version: 'v2',
      knownFrom: 'author-helped',
    },
  ],
  context: [
    {
      mechanism: 'super',
      heads: 4,
      label: 'NMesaC (PyTorch)',
      source: 'https://github.com/NMesaC/pay-better-attention-pytorch-keras',
      note: 'softmax over the wrong axis, own split',
      values: [
        {
          column: 'test.accuracy',
          value: 74.12,
          standardDeviation: 0.27,
          unit: '%',
          runs: 5,
          approximate: false,
        },
      ],
    },
  ],
};

/** An IMDB table of these runs. */
export function tableOf(
  runs: readonly RunRecord[],
  changes: Partial<TrainingTableInput> = {},
): TrainingTableInput {
  return {
    kind: 'training',
    name: 'imdb',
    title: 'Text classification: IMDB',
    preset: { name: 'cpu', because: 'the full data in a laptop’s hour' },
    metrics: [LOSS, ACCURACY],
    headline: 'accuracy',
    equivalence: { margin: 1, because: 'a point of test data that nobody measured.' },
    mechanisms: MECHANISMS,
    heads: 4,
    records: recordsOf(runs),
    recordsFolder: '/repository/experiments/imdb/runs/cpu',
    deviations: ['The split is ours: 10 % of the training reviews, by seed.'],
    ...changes,
  };
}
