import type { ComplexityMeasurement, LatencyMeasurement, LatencyRecord } from '@better-attention/records';
import type { LayerTableInput } from '../input/tables.js';
import { type Column, PLAIN_COLUMN } from '../table/model.js';

/** A column of a layer table, and how its number follows from a record. */
interface Measure<Measurement> extends Column {
  readonly of: (measurement: Measurement) => number;
}

const BYTES_PER_NUMBER = 4;
const COUNT = { ...PLAIN_COLUMN, kind: 'measure', annotation: 'ratio' } as const;
const PARAMETERS = { ...COUNT, group: 'Parameters' } as const;
const MULTIPLY_ADDS = { ...COUNT, group: 'Multiply-adds', unit: 'M' } as const;
const BYTES = { ...COUNT, group: 'Bytes', unit: 'KiB' } as const;

/** What is counted of a layer, for one example. */
export const COUNTS: readonly Measure<ComplexityMeasurement>[] = [
  { ...PARAMETERS, id: 'parameters', label: 'without biases', of: (counts) => counts.parameters },
  {
    ...PARAMETERS,
    id: 'parametersWithBiases',
    label: 'with biases',
    of: (counts) => counts.parametersWithBiases,
  },
  {
    ...COUNT,
    id: 'matmulsPerHead',
    group: 'Matrix products',
    label: 'per head',
    annotation: 'nothing',
    of: (counts) => counts.matmulsPerHead,
  },
  {
    ...MULTIPLY_ADDS,
    id: 'linearMultiplyAdds',
    label: 'linear maps',
    of: (counts) => counts.linearMultiplyAdds / 1e6,
  },
  {
    ...MULTIPLY_ADDS,
    id: 'attentionMultiplyAdds',
    label: 'scores and sums',
    of: (counts) => counts.attentionMultiplyAdds / 1e6,
  },
  {
    ...COUNT,
    id: 'flops',
    group: 'FLOPs',
    label: 'forward',
    unit: 'M',
    of: (counts) => (2 * (counts.linearMultiplyAdds + counts.attentionMultiplyAdds)) / 1e6,
  },
  {
    ...BYTES,
    id: 'parameterBytes',
    label: 'parameters',
    of: (counts) => (counts.parametersWithBiases * BYTES_PER_NUMBER) / 1024,
  },
  {
    ...BYTES,
    id: 'productBytes',
    label: 'products',
    of: (counts) => (counts.productElements * BYTES_PER_NUMBER) / 1024,
  },
];

/** What is timed of a layer at a batch size. */
export function timesAt(batch: number): Measure<LatencyMeasurement>[] {
  const time = {
    ...PLAIN_COLUMN,
    kind: 'measure',
    group: `Batch ${batch}`,
    spread: true,
    exact: false,
  } as const;
  return [
    {
      ...time,
      id: latencyId(batch),
      label: 'latency',
      unit: 'ms',
      annotation: 'ratio',
      of: ({ milliseconds }) => milliseconds.median,
    },
    {
      ...time,
      id: examplesId(batch),
      label: 'throughput',
      unit: 'examples/s',
      of: ({ milliseconds }) => (1000 * batch) / milliseconds.median,
    },
    {
      ...time,
      id: `batch${batch}.tokensPerSecond`,
      label: 'throughput',
      unit: 'tokens/s',
      of: ({ contextLength, milliseconds }) => (1000 * batch * contextLength) / milliseconds.median,
    },
  ];
}

/** The id of the latency at a batch size. */
export function latencyId(batch: number): string {
  return `batch${batch}.milliseconds`;
}

/** The id of the examples a second at a batch size. */
export function examplesId(batch: number): string {
  return `batch${batch}.examplesPerSecond`;
}

/** The records of times, a repetition each; none of a table of counts. */
export function latenciesOf({ records }: Pick<LayerTableInput, 'records'>): LatencyRecord[] {
  return [...records.values()].flatMap((record) => (record.kind === 'latency' ? [record] : []));
}

/** The batch sizes of a table of times, ascending; none of counts. */
export function batchesOf(table: Pick<LayerTableInput, 'records'>): number[] {
  const batches = latenciesOf(table).flatMap(({ measurements }) => measurements.map(({ batch }) => batch));
  return [...new Set(batches)].sort((left, right) => left - right);
}

/** The columns of what a table measures, in their order. */
export function measuresOf(table: LayerTableInput): readonly Column[] {
  return table.kind === 'complexity' ? COUNTS : batchesOf(table).flatMap(timesAt);
}

/** The columns that people look for first. */
export function firstMeasuresOf(table: LayerTableInput): string[] {
  return table.kind === 'complexity'
    ? ['parameters', 'matmulsPerHead', 'linearMultiplyAdds', 'flops']
    : batchesOf(table).flatMap((batch) => [latencyId(batch), examplesId(batch)]);
}
