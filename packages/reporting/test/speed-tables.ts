import type { SpeedContestant, SpeedRecord } from '@better-attention/records';
import type { SpeedTableInput } from '../src/input/tables.js';

const hash = 'a'.repeat(64);

/** ln of each mechanism's time relative to Standard's, by phase. */
export type Ratios = Readonly<Record<string, number>>;

interface SpeedOptions {
  /** By the model's name, `imdb-paper`; elsewhere {@link RATIOS}. */
  readonly ratios?: Readonly<Record<string, Ratios>>;
  readonly repetitions?: number;
  readonly overrides?: Partial<SpeedTableInput>;
}

/** All three are faster; Standard is as fast as itself. */
export const RATIOS: Ratios = { optimised: 0.9, efficient: 0.8, super: 0.95, control: 1 };

const MODELS: SpeedRecord['model'][] = [
  { table: 'imdb', sizes: ['cpu', 'paper'], batch: 64, statedBatch: 64 },
  { table: 'mnist', sizes: ['cpu'], batch: 64, statedBatch: 64 },
  { table: 'mnist', sizes: ['paper'], batch: 32, statedBatch: 256 },
];

/** A table of step times with the ratios that are asked for, each a little apart in each repetition. */
export function speedTable({
  ratios = {},
  repetitions = 5,
  overrides = {},
}: SpeedOptions = {}): SpeedTableInput {
  const records = Array.from({ length: repetitions }, (_, repetition) =>
    MODELS.map((model): [string, SpeedRecord] => {
      const name = `${model.table}-${model.sizes.at(-1)}`;
      return [`${name}-repetition${repetition}.json`, recordOf(model, repetition, ratios[name] ?? RATIOS)];
    }),
  ).flat();
  return {
    kind: 'speed',
    name: 'training-speed',
    title: 'Speed of training and inference',
    preset: { name: 'cpu' },
    mechanisms: ['standard', 'optimised', 'efficient', 'super'],
    threads: [1, 2],
    models: MODELS,
    records: new Map(records),
    recordsFolder: '/experiments/training-speed/runs/cpu',
    deviations: [],
    ...overrides,
  };
}

function recordOf(model: SpeedRecord['model'], repetition: number, ratios: Ratios): SpeedRecord {
  return {
    version: 1,
    experiment: 'training-speed',
    preset: 'cpu',
    configuration: { model: { heads: 4 } },
    fingerprint: hash,
    machine: { processor: 'a processor', cores: 2, memoryBytes: 1, platform: 'linux', node: 'v20' },
    source: { commit: 'abc', dirty: false, packages: hash, lockfile: hash },
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
    kind: 'speed',
    model,
    repetition,
    engine: { name: 'onnx', device: 'cpu', threads: 2, concurrentRuns: 1, versions: { ort: '1' } },
    load: { start: 0.1, end: 1.2 },
    measurements: [1, 2].flatMap((threads) =>
      (['training', 'inference'] as const).map((phase) => ({
        phase,
        threads,
        rounds: 3,
        steps: 10,
        contestants: [
          contestantOf('standard', 1, []),
          ...Object.keys(ratios)
            .filter((name) => name !== 'control')
            .map((name) =>
              contestantOf(name, ratios[name] as number, roundsOf(ratios[name] as number, repetition)),
            ),
          {
            ...contestantOf('standard', 1, roundsOf(ratios.control as number, repetition)),
            control: true as const,
          },
        ],
      })),
    ),
  };
}

/** Three rounds whose median lies about the ratio, by ± 1 % in turn. */
function roundsOf(ratio: number, repetition: number): number[] {
  const median = Math.log(ratio) + 0.01 * ([0, 1, -1, 0.5, -0.5][repetition % 5] as number);
  return [median - 0.3, median, median + 0.1];
}

function contestantOf(mechanism: string, ratio: number, logRatios: number[]): SpeedContestant {
  const median = 4 * ratio;
  return {
    mechanism,
    milliseconds: { lowerQuartile: 0.9 * median, median, upperQuartile: 1.1 * median },
    processorMilliseconds: 2 * median,
    logRatios,
    ...(logRatios.length > 0 && { processorLogRatio: Math.log(ratio) }),
    deviation: 1e-6,
  };
}
