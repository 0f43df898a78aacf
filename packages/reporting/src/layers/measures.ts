import type { ComplexityMeasurement, LatencyMeasurement, LatencyRecord } from '@better-attention/records';
import { ascending } from '../collections/groups.js';
import type { LayerTableInput } from '../input/tables.js';
import { type Column, PLAIN_COLUMN } from '../table/table-model.js';

const BYTES_PER_NUMBER = 4;

/** What is counted of a layer, for one example, by column; some of it follows from the rest. */
export function countsOf(layer: ComplexityMeasurement) {
  const { linearMultiplyAdds, attentionMultiplyAdds, parametersWithBiases, productElements } = layer;
  return {
    parameters: layer.parameters,
    parametersWithBiases,
    matmulsPerHead: layer.matmulsPerHead,
    linearMultiplyAdds: linearMultiplyAdds / 1e6,
    attentionMultiplyAdds: attentionMultiplyAdds / 1e6,
    flops: (2 * (linearMultiplyAdds + attentionMultiplyAdds)) / 1e6,
    parameterBytes: (parametersWithBiases * BYTES_PER_NUMBER) / 1024,
    productBytes: (productElements * BYTES_PER_NUMBER) / 1024,
  };
}

/** What is timed of a layer, by column. */
export function timesOf({ batch, contextLength, milliseconds }: LatencyMeasurement) {
  return {
    [timeId(batch, 'milliseconds')]: milliseconds.median,
    [timeId(batch, 'examplesPerSecond')]: (1000 * batch) / milliseconds.median,
    [timeId(batch, 'tokensPerSecond')]: (1000 * batch * contextLength) / milliseconds.median,
  };
}

const COUNT = { ...PLAIN_COLUMN, kind: 'measure', annotation: 'ratio' } as const;
const PARAMETERS = { ...COUNT, group: 'Parameters' } as const;
const MULTIPLY_ADDS = { ...COUNT, group: 'Multiply-adds', unit: 'M' } as const;
const BYTES = { ...COUNT, group: 'Bytes', unit: 'KiB' } as const;
const PRODUCTS = { ...COUNT, group: 'Matrix products', annotation: 'nothing' } as const;

const COUNTS: readonly (Column & { readonly id: keyof ReturnType<typeof countsOf> })[] = [
  { ...PARAMETERS, id: 'parameters', label: 'without biases' },
  { ...PARAMETERS, id: 'parametersWithBiases', label: 'with biases' },
  { ...PRODUCTS, id: 'matmulsPerHead', label: 'per head' },
  { ...MULTIPLY_ADDS, id: 'linearMultiplyAdds', label: 'linear maps' },
  { ...MULTIPLY_ADDS, id: 'attentionMultiplyAdds', label: 'scores and sums' },
  { ...COUNT, id: 'flops', group: 'FLOPs', label: 'forward', unit: 'M' },
  { ...BYTES, id: 'parameterBytes', label: 'parameters' },
  { ...BYTES, id: 'productBytes', label: 'products' },
];

function timesAt(batch: number): Column[] {
  const time = {
    ...PLAIN_COLUMN,
    kind: 'measure',
    group: `Batch ${batch}`,
    spread: true,
    exact: false,
  } as const;
  return [
    { ...time, id: timeId(batch, 'milliseconds'), label: 'latency', unit: 'ms', annotation: 'ratio' },
    { ...time, id: timeId(batch, 'examplesPerSecond'), label: 'throughput', unit: 'examples/s' },
    { ...time, id: timeId(batch, 'tokensPerSecond'), label: 'throughput', unit: 'tokens/s' },
  ];
}

/** The id of what is timed at a batch size: `batch64.milliseconds`. */
export function timeId(
  batch: number,
  measure: 'milliseconds' | 'examplesPerSecond' | 'tokensPerSecond',
): string {
  return `batch${batch}.${measure}`;
}

/** The records of times, a repetition each; none of a table of counts. */
export function latenciesOf({ records }: Pick<LayerTableInput, 'records'>): LatencyRecord[] {
  return [...records.values()].flatMap((record) => (record.kind === 'latency' ? [record] : []));
}

/** The batch sizes of a table of times, ascending; none of counts. */
export function batchesOf(table: Pick<LayerTableInput, 'records'>): number[] {
  return ascending(latenciesOf(table).flatMap(({ measurements }) => measurements.map(({ batch }) => batch)));
}

/** The columns of what a table measures, in their order. */
export function measuresOf(table: LayerTableInput): readonly Column[] {
  return table.kind === 'complexity' ? COUNTS : batchesOf(table).flatMap(timesAt);
}

/** The columns that people look for first. */
export function firstMeasuresOf(table: LayerTableInput): string[] {
  return table.kind === 'complexity'
    ? ['parameters', 'matmulsPerHead', 'linearMultiplyAdds', 'flops']
    : batchesOf(table).flatMap((batch) => [
        timeId(batch, 'milliseconds'),
        timeId(batch, 'examplesPerSecond'),
      ]);
}
