import type { TableRecord } from '../tables/table.js';

/** What differs between two times that the same unit is measured: when, where, on what, in how many sittings, and how long it took. */
const CIRCUMSTANCES = new Set([
  'startedAt',
  'finishedAt',
  'resumed',
  'machine',
  'engine',
  'source',
  'trainSeconds',
  'inferenceMilliseconds',
  'peakMemoryBytes',
  'load',
]);

/** What a record says that another one of its unit has to say too. */
export function resultsOf(record: TableRecord): object {
  const results = without(record);
  if ('epochs' in record) Object.assign(results, { epochs: record.epochs.map(without) });
  if ('data' in record) Object.assign(results, { data: { ...record.data, source: undefined } });
  return results;
}

function without(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !CIRCUMSTANCES.has(name)));
}
