import { mean } from '../statistics/describe.js';
import { pairedDifferences, pairedTTest } from '../statistics/paired.js';

const BYTES_PER_NUMBER = 4;
const exact = { exact: true, ratio: true };
const parameters = { ...exact, group: 'Parameters', unit: '' };
const multiplyAdds = { ...exact, group: 'Multiply-adds', unit: 'M' };
const bytes = { ...exact, group: 'Bytes', unit: 'KiB' };
/** What is counted of a layer, for one example, and how it follows from a record. */
const COUNTS = [
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
const TIMES = [
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
export function latencyId(batch) {
  return `batch${batch}.milliseconds`;
}
/** The batch sizes of a sweep of times, ascending; none of counts. */
export function batchesOf({ records }) {
  const batches = [...records.values()].flatMap((record) =>
    record.kind === 'latency' ? record.measurements.map(({ batch }) => batch) : [],
  );
  return [...new Set(batches)].sort((left, right) => left - right);
}
/** The measures of a sweep, in the order of the columns. */
export function measuresOf(sweep) {
  if (sweep.kind === 'complexity') return COUNTS.map(({ of, ...measure }) => measure);
  return batchesOf(sweep).flatMap((batch) =>
    TIMES.map(({ of, id, ...measure }) => ({
      ...measure,
      id: `batch${batch}.${id}`,
      group: `Batch ${batch}`,
    })),
  );
}
/** Everything that a sweep's records hold, measure by measure. */
export function quantitiesOf({ records }) {
  const found = new Map();
  for (const { measure, layer, repetition, file, value } of [...records].flatMap(valuesOf)) {
    const key = keyOf(measure, layer.mechanism, layer);
    const { mechanism, contextLength, modelWidth, heads } = layer;
    const [values, files] = [new Map(), []];
    const quantity = { mechanism, contextLength, modelWidth, heads, measure, values, files };
    const entry = found.get(key) ?? { quantity, values, files };
    entry.values.set(repetition, value);
    entry.files.push(file);
    found.set(key, entry);
  }
  return (measure, mechanism, size) => found.get(keyOf(measure, mechanism, size))?.quantity;
}
function valuesOf([file, record]) {
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
export function meanOf({ values }) {
  return mean([...values.values()]);
}
/** `quantity / other`, paired by repetition. */
export function ratioOf(quantity, other) {
  const differences = pairedDifferences(logarithms(quantity), logarithms(other));
  const test = pairedTTest(differences);
  const [low, high] = test?.interval.map(Math.exp) ?? [];
  return {
    ratio: Math.exp(mean(differences)),
    interval: low === undefined || high === undefined ? undefined : [low, high],
  };
}
function logarithms({ values }) {
  return new Map([...values].map(([repetition, value]) => [repetition, Math.log(value)]));
}
function keyOf(measure, mechanism, { contextLength, modelWidth, heads }) {
  return [measure, mechanism, contextLength, modelWidth, heads].join(' ');
}
