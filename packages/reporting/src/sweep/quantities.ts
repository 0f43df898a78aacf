import type { ComplexityMeasurement, LatencyMeasurement, LayerRecord } from '@better-attention/records';
import { mean } from '../statistics/describe.js';
import { pairedDifferences, pairedTTest } from '../statistics/paired.js';
import type { LayerSize, ReportSweep } from './report-sweep.js';

/** What is counted or timed of a layer. */
export interface Measure {
  /** The id of its column: `parameters`, `batch64.milliseconds`. */
  id: string;
  /** Neighbours of one group share a heading. */
  group: string;
  label: string;
  unit: string;
  /** The same on every machine. */
  exact: boolean;
  /** Whether its ratio to Standard is shown. */
  ratio: boolean;
}

/** A measure of one layer. */
export interface Quantity extends LayerSize {
  mechanism: string;
  /** The id of the measure. */
  measure: string;
  /** By repetition; counts have one. */
  values: ReadonlyMap<number, number>;
  files: readonly string[];
}

const BYTES_PER_NUMBER = 4;
const exact = { exact: true, ratio: true } as const;
const parameters = { ...exact, group: 'Parameters', unit: '' } as const;
const multiplyAdds = { ...exact, group: 'Multiply-adds', unit: 'M' } as const;
const bytes = { ...exact, group: 'Bytes', unit: 'KiB' } as const;

/** What is counted of a layer, for one example, and how it follows from a record. */
const COUNTS: readonly (Measure & { of: (measurement: ComplexityMeasurement) => number })[] = [
  { ...parameters, id: 'parameters', label: 'without biases', of: (counts) => counts.parameters },
  {
    ...parameters,
    id: 'parametersWithBiases',
    label: 'with biases',
    of: (counts) => counts.parametersWithBiases,
  },
  {
    ...exact,
    id: 'matmulsPerHead',
    group: 'Matrix products',
    label: 'per head',
    unit: '',
    ratio: false,
    of: (counts) => counts.matmulsPerHead,
  },
  {
    ...multiplyAdds,
    id: 'linearMultiplyAdds',
    label: 'linear maps',
    of: (counts) => counts.linearMultiplyAdds / 1e6,
  },
  {
    ...multiplyAdds,
    id: 'attentionMultiplyAdds',
    label: 'scores and sums',
    of: (counts) => counts.attentionMultiplyAdds / 1e6,
  },
  {
    ...exact,
    id: 'flops',
    group: 'FLOPs',
    label: 'forward',
    unit: 'M',
    of: (counts) => (2 * (counts.linearMultiplyAdds + counts.attentionMultiplyAdds)) / 1e6,
  },
  {
    ...bytes,
    id: 'parameterBytes',
    label: 'parameters',
    of: (counts) => (counts.parametersWithBiases * BYTES_PER_NUMBER) / 1024,
  },
  {
    ...bytes,
    id: 'productBytes',
    label: 'products',
    of: (counts) => (counts.productElements * BYTES_PER_NUMBER) / 1024,
  },
];

/** What is timed of a layer at one batch size. */
const TIMES: readonly (Omit<Measure, 'group'> & { of: (measurement: LatencyMeasurement) => number })[] = [
  {
    id: 'milliseconds',
    label: 'latency',
    unit: 'ms',
    exact: false,
    ratio: true,
    of: ({ milliseconds }) => milliseconds.median,
  },
  {
    id: 'examplesPerSecond',
    label: 'throughput',
    unit: 'examples/s',
    exact: false,
    ratio: false,
    of: ({ batch, milliseconds }) => (1000 * batch) / milliseconds.median,
  },
  {
    id: 'tokensPerSecond',
    label: 'throughput',
    unit: 'tokens/s',
    exact: false,
    ratio: false,
    of: ({ batch, contextLength, milliseconds }) => (1000 * batch * contextLength) / milliseconds.median,
  },
];

/** The id of the latency at a batch size. */
export function latencyId(batch: number): string {
  return `batch${batch}.milliseconds`;
}

/** The batch sizes of a sweep of times, ascending; none of counts. */
export function batchesOf({ records }: ReportSweep): number[] {
  const batches = [...records.values()].flatMap((record) =>
    record.kind === 'latency' ? record.measurements.map(({ batch }) => batch) : [],
  );
  return [...new Set(batches)].sort((left, right) => left - right);
}

/** The measures of a sweep, in the order of the columns. */
export function measuresOf(sweep: ReportSweep): Measure[] {
  if (sweep.kind === 'complexity') return COUNTS.map(({ of, ...measure }) => measure);
  return batchesOf(sweep).flatMap((batch) =>
    TIMES.map(({ of, id, ...measure }) => ({
      ...measure,
      id: `batch${batch}.${id}`,
      group: `Batch ${batch}`,
    })),
  );
}

/** Finds a measure of a mechanism's layer; nothing where it wasn't measured. */
export type Quantities = (measure: string, mechanism: string, size: LayerSize) => Quantity | undefined;

/** Everything that a sweep's records hold, measure by measure. */
export function quantitiesOf({ records }: Pick<ReportSweep, 'records'>): Quantities {
  const found = new Map<string, { quantity: Quantity; values: Map<number, number>; files: string[] }>();
  for (const { measure, layer, repetition, file, value } of [...records].flatMap(valuesOf)) {
    const key = keyOf(measure, layer.mechanism, layer);
    const { mechanism, contextLength, modelWidth, heads } = layer;
    const [values, files] = [new Map<number, number>(), [] as string[]];
    const quantity = { mechanism, contextLength, modelWidth, heads, measure, values, files };
    const entry = found.get(key) ?? { quantity, values, files };
    entry.values.set(repetition, value);
    entry.files.push(file);
    found.set(key, entry);
  }
  return (measure, mechanism, size) => found.get(keyOf(measure, mechanism, size))?.quantity;
}

interface Value {
  measure: string;
  layer: LayerSize & { mechanism: string };
  repetition: number;
  file: string;
  value: number;
}

function valuesOf([file, record]: readonly [string, LayerRecord]): Value[] {
  if (record.kind === 'complexity') {
    return record.measurements.flatMap((layer) =>
      COUNTS.map(({ id, of }) => ({ measure: id, layer, repetition: 0, file, value: of(layer) })),
    );
  }
  const { repetition } = record;
  return record.measurements.flatMap((layer) =>
    TIMES.map(({ id, of }) => ({
      measure: `batch${layer.batch}.${id}`,
      layer,
      repetition,
      file,
      value: of(layer),
    })),
  );
}

/** The mean over the repetitions. */
export function meanOf({ values }: Quantity): number {
  return mean([...values.values()]);
}

/** A quantity divided by another's: geometric mean over the repetitions that both have. */
export interface Ratio {
  ratio: number;
  /** 95 % interval (Student's t on the logarithms); none of counts or fewer than three repetitions. */
  interval: readonly [low: number, high: number] | undefined;
  /** Two-sided, of Student's t test against a ratio of 1, uncorrected; none where there is no interval. */
  p: number | undefined;
}

/** `quantity / other`, paired by repetition. */
export function ratioOf(quantity: Quantity, other: Quantity): Ratio {
  const differences = pairedDifferences(logarithms(quantity), logarithms(other));
  const test = pairedTTest(differences);
  const [low, high] = test?.interval.map(Math.exp) ?? [];
  return {
    ratio: Math.exp(mean(differences)),
    interval: low === undefined || high === undefined ? undefined : [low, high],
    p: test?.p,
  };
}

function logarithms({ values }: Quantity): Map<number, number> {
  return new Map([...values].map(([repetition, value]) => [repetition, Math.log(value)]));
}

function keyOf(measure: string, mechanism: string, { contextLength, modelWidth, heads }: LayerSize): string {
  return [measure, mechanism, contextLength, modelWidth, heads].join(' ');
}
