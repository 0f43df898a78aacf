import type { CompleteRun, LatencyRecord, Metrics, RunRecord, SpeedRecord } from '../src/index.js';

const hash = 'a'.repeat(64);
const made = {
  version: 1 as const,
  preset: 'sample',
  fingerprint: hash,
  machine: { processor: 'x', cores: 2, memoryBytes: 1, platform: 'linux', node: 'v20' },
  source: { commit: 'abc', dirty: false, packages: hash, lockfile: hash },
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
};
const engine = { name: 'wasm', device: 'cpu', threads: 1, concurrentRuns: 1, versions: {} };

const identity = {
  ...made,
  experiment: 'imdb',
  mechanism: 'super',
  heads: 4,
  seed: 0,
  configuration: { training: { epochs: 2, select: 'accuracy' } },
  data: {
    name: 'imdb',
    source: 'embedded sample' as const,
    files: [{ name: 'a.tar.gz', bytes: 3, sha256: hash }],
    contents: hash,
    examples: { train: 9, validation: 1, test: 5 },
    remarks: [],
  },
  engine,
};

const epoch = (number: number, validation: Metrics) => ({
  epoch: number,
  train: { loss: 0.7, accuracy: 0.5 },
  validation,
  trainSeconds: 0.1 * number,
});

/** A run that diverged at once. */
export const failed: RunRecord = { ...identity, epochs: [], status: 'failed', error: 'training diverged' };

/** A run of two epochs, the first of which is the better. */
export const complete: CompleteRun = {
  ...identity,
  status: 'complete',
  epochs: [epoch(1, { loss: 0.6, accuracy: 1 }), epoch(2, { loss: 0.5, accuracy: 0 })],
  bestEpoch: 1,
  test: { loss: 0.6, accuracy: 0.8 },
  trainSeconds: 0.1 + 0.2,
  inferenceMilliseconds: 1,
  inferenceBatch: 64,
  parameters: { model: 20, attention: 10 },
  matmulsPerHead: 4,
  peakMemoryBytes: 1,
};

/** Times of one layer. */
export const times: LatencyRecord = {
  ...made,
  experiment: 'inference-speed',
  configuration: { rounds: 5 },
  kind: 'latency',
  repetition: 2,
  engine: { ...engine, name: 'onnx' },
  measurements: [
    {
      mechanism: 'super',
      heads: 4,
      modelWidth: 64,
      contextLength: 32,
      batch: 64,
      rounds: 5,
      milliseconds: { lowerQuartile: 1, median: 2, upperQuartile: 3 },
      deviation: 0,
    },
  ],
};

/** Step times of one model in one phase. */
export const speed: SpeedRecord = {
  ...made,
  experiment: 'training-speed',
  configuration: { threads: [1] },
  kind: 'speed',
  model: { table: 'imdb', sizes: ['cpu', 'paper'], batch: 64, statedBatch: 64 },
  repetition: 2,
  engine: { ...engine, name: 'onnx' },
  load: { start: 0.1, end: 1 },
  measurements: [
    {
      phase: 'training',
      threads: 1,
      rounds: 2,
      steps: 10,
      contestants: [
        {
          mechanism: 'standard',
          milliseconds: { lowerQuartile: 1, median: 2, upperQuartile: 3 },
          processorMilliseconds: 2,
          logRatios: [],
          deviation: 0,
        },
        {
          mechanism: 'super',
          milliseconds: { lowerQuartile: 1, median: 1, upperQuartile: 2 },
          processorMilliseconds: 1,
          logRatios: [-0.5, -0.4],
          processorLogRatio: -0.45,
          deviation: 1e-6,
        },
        {
          mechanism: 'standard',
          control: true,
          milliseconds: { lowerQuartile: 1, median: 2, upperQuartile: 3 },
          processorMilliseconds: 2,
          logRatios: [0.01, 0],
          processorLogRatio: 0.005,
          deviation: 0,
        },
      ],
    },
  ],
};
