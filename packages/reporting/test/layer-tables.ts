import type { ComplexityRecord, LatencyRecord, LayerRecord } from '@better-attention/records';
import type { Axis, LayerTableInput } from '../src/input/tables.js';
import { sizesAlong } from '../src/layers/sizes.js';

const MECHANISMS = ['standard', 'optimised', 'efficient', 'super'] as const;
type Name = (typeof MECHANISMS)[number];

const hash = 'a'.repeat(64);
const engine = { name: 'onnx', device: 'cpu', threads: 1, concurrentRuns: 1, versions: { ort: '1' } };

/** Projections of queries, keys, values and outputs that a mechanism has. */
const PROJECTIONS: Record<Name, number> = { standard: 4, optimised: 3, efficient: 2, super: 2 };

function identity(experiment: string, preset: string) {
  return {
    version: 1 as const,
    experiment,
    preset,
    configuration: {},
    fingerprint: hash,
    machine: { processor: 'a processor', cores: 2, memoryBytes: 1, platform: 'linux', node: 'v20' },
    source: { commit: 'abc', dirty: false, packages: hash, lockfile: hash },
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
  };
}

const base = { contextLength: 64, modelWidth: 64, heads: 4 };
const axes: Record<Axis, readonly number[]> = {
  contextLength: [16, 64, 90, 91, 128, 256],
  modelWidth: [32, 64, 128],
  heads: [1, 4],
};

function sizes() {
  const all = (Object.keys(axes) as Axis[]).flatMap((axis) => sizesAlong({ base, axes }, axis));
  return [...new Map(all.map((size) => [JSON.stringify(size), size])).values()];
}

/** A table of counts by the closed forms of the paper's equations. */
export function countsTable(overrides: Partial<LayerTableInput> = {}): LayerTableInput {
  const record: ComplexityRecord = {
    ...identity('complexity', 'cpu'),
    kind: 'complexity',
    measurements: sizes().flatMap((size) =>
      MECHANISMS.map((mechanism) => {
        const { contextLength: L, modelWidth: D, heads: H } = size;
        const isSuper = mechanism === 'super' ? 1 : 0;
        const parameters = PROJECTIONS[mechanism] * D * D + isSuper * L * L;
        return {
          mechanism,
          ...size,
          parameters,
          parametersWithBiases: parameters + PROJECTIONS[mechanism] * D,
          matmulsPerHead: PROJECTIONS[mechanism] + 2 + isSuper,
          linearMultiplyAdds: PROJECTIONS[mechanism] * L * D * D + isSuper * L * L * D,
          attentionMultiplyAdds: 2 * L * L * D,
          productElements: (PROJECTIONS[mechanism] + isSuper + 1) * L * D + H * L * L,
        };
      }),
    ),
  };
  return tableOf('complexity', 'complexity', [['counts.json', record]], overrides);
}

/** Milliseconds at batch 1 that take the multiply-adds into account, so that Super crosses Standard at ℓ = 2 · d_m. */
export function timesTable(repetitions = 3, overrides: Partial<LayerTableInput> = {}): LayerTableInput {
  const records = Array.from({ length: repetitions }, (_, repetition): [string, LatencyRecord] => [
    `repetition${repetition}.json`,
    {
      ...identity('inference-speed', 'cpu'),
      kind: 'latency',
      repetition,
      engine,
      measurements: sizes().flatMap((size) =>
        MECHANISMS.flatMap((mechanism) =>
          [1, 64].map((batch) => {
            const median = batch * milliseconds(mechanism, size) * (1 + 0.01 * repetition);
            return {
              mechanism,
              ...size,
              batch,
              rounds: 5,
              milliseconds: { lowerQuartile: 0.9 * median, median, upperQuartile: 1.1 * median },
              deviation: 1e-7,
            };
          }),
        ),
      ),
    },
  ]);
  return tableOf('inference-speed', 'latency', records, overrides);
}

function milliseconds(mechanism: Name, { contextLength: L, modelWidth: D }: typeof base): number {
  const isSuper = mechanism === 'super' ? 1 : 0;
  return (PROJECTIONS[mechanism] * L * D * D + isSuper * L * L * D + 2 * L * L * D) / 1e7;
}

function tableOf(
  name: string,
  kind: LayerTableInput['kind'],
  records: readonly (readonly [string, LayerRecord])[],
  overrides: Partial<LayerTableInput>,
): LayerTableInput {
  return {
    name,
    title: 'One attention layer',
    kind,
    preset: { name: 'cpu' },
    mechanisms: MECHANISMS,
    base,
    axes,
    records: new Map(records),
    recordsFolder: `/experiments/${name}/runs/cpu`,
    deviations: [],
    ...overrides,
  };
}
