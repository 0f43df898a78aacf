import type { LayerRecord } from '@better-attention/records';
import type { LayerSize, LayerTableInput } from '../input/tables.js';
import { mean, standardDeviation } from '../statistics/describe.js';
import type { Summary } from '../table/model.js';
import { COUNTS, timesAt } from './measures.js';

/** A measure of one layer; counts have one value, times one a repetition. */
export interface Quantity extends Summary, LayerSize {}

/** Finds a measure of a mechanism's layer by its column; nothing where it wasn't measured. */
export type Quantities = (column: string, mechanism: string, size: LayerSize) => Quantity | undefined;

/** Everything that a table's records hold, measure by measure. */
export function quantitiesOf({ records }: Pick<LayerTableInput, 'records'>): Quantities {
  const groups = new Map<string, Value[]>();
  for (const value of [...records].flatMap(valuesOf)) {
    const key = keyOf(value.column, value.layer.mechanism, value.layer);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  const found = new Map([...groups].map(([key, values]) => [key, quantityOf(values)]));
  return (column, mechanism, size) => found.get(keyOf(column, mechanism, size));
}

interface Value {
  readonly column: string;
  readonly layer: LayerSize & { readonly mechanism: string };
  readonly repetition: number;
  readonly file: string;
  readonly value: number;
}

function valuesOf([file, record]: readonly [string, LayerRecord]): Value[] {
  if (record.kind === 'complexity') {
    return record.measurements.flatMap((layer) =>
      COUNTS.map(({ id, of }) => ({ column: id, layer, repetition: 0, file, value: of(layer) })),
    );
  }
  const { repetition } = record;
  return record.measurements.flatMap((layer) =>
    timesAt(layer.batch).map(({ id, of }) => ({ column: id, layer, repetition, file, value: of(layer) })),
  );
}

function quantityOf(group: readonly Value[]): Quantity {
  const { column, layer } = group[0] as Value;
  const { mechanism, contextLength, modelWidth, heads } = layer;
  const byRepetition = new Map(group.map(({ repetition, value }) => [repetition, value]));
  const values = [...byRepetition.values()];
  return {
    mechanism,
    contextLength,
    modelWidth,
    heads,
    column,
    mean: mean(values),
    standardDeviation: standardDeviation(values),
    seeds: [...byRepetition.keys()],
    values,
    files: group.map(({ file }) => file),
    interval: undefined,
  };
}

function keyOf(column: string, mechanism: string, { contextLength, modelWidth, heads }: LayerSize): string {
  return [column, mechanism, contextLength, modelWidth, heads].join(' ');
}
