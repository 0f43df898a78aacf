import type { LayerRecord } from '@better-attention/records';
import { mean, standardDeviation } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import type { LayerSize, LayerTableInput } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { countsOf, timesOf } from './measures.js';
import { layerId } from './sizes.js';

/**
 * Finds a measure of a mechanism's layer by its column: one value of counts, one a repetition of times. Nothing where it
 * wasn't measured.
 */
export type Quantities = (column: string, mechanism: string, size: LayerSize) => Summary | undefined;

/** Everything that a table's records hold, measure by measure. */
export function quantitiesOf({ records }: Pick<LayerTableInput, 'records'>): Quantities {
  const groups = groupBy(
    [...records].flatMap(valuesOf),
    ({ column, layer }) => `${column} ${layerId(layer.mechanism, layer)}`,
  );
  const found = new Map([...groups].map(([key, values]) => [key, summaryOf(values)]));
  return (column, mechanism, size) => found.get(`${column} ${layerId(mechanism, size)}`);
}

interface Value {
  readonly column: string;
  readonly layer: LayerSize & { readonly mechanism: string };
  readonly repetition: number;
  readonly file: string;
  readonly value: number;
}

function valuesOf([file, record]: readonly [string, LayerRecord]): Value[] {
  const repetition = record.kind === 'latency' ? record.repetition : 0;
  return record.measurements.flatMap((layer) => {
    const values = 'milliseconds' in layer ? timesOf(layer) : countsOf(layer);
    return Object.entries(values).map(([column, value]) => ({ column, layer, repetition, file, value }));
  });
}

function summaryOf(group: readonly Value[]): Summary {
  const { column, layer } = group[0] as Value;
  const byRepetition = new Map(group.map(({ repetition, value }) => [repetition, value]));
  const values = [...byRepetition.values()];
  return {
    mechanism: layer.mechanism,
    heads: layer.heads,
    column,
    mean: mean(values),
    standardDeviation: standardDeviation(values),
    seeds: [...byRepetition.keys()],
    values,
    files: group.map(({ file }) => file),
    interval: undefined,
  };
}
