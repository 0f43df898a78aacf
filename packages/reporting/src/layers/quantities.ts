import type { LayerRecord } from '@better-attention/records';
import { mean, standardDeviation } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import type { LayerSize, LayerTableInput } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { countsOf, timesOf } from './measures.js';

/** A measure of one layer; counts have one value, times one a repetition. */
export interface Quantity extends Summary, LayerSize {}

/** Finds a measure of a mechanism's layer by its column; nothing where it wasn't measured. */
export type Quantities = (column: string, mechanism: string, size: LayerSize) => Quantity | undefined;

/** Everything that a table's records hold, measure by measure. */
export function quantitiesOf({ records }: Pick<LayerTableInput, 'records'>): Quantities {
  const groups = groupBy([...records].flatMap(valuesOf), ({ column, layer }) =>
    keyOf(column, layer.mechanism, layer),
  );
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
  const measured =
    record.kind === 'complexity'
      ? record.measurements.map((layer) => ({ layer, values: countsOf(layer), repetition: 0 }))
      : record.measurements.map((layer) => ({
          layer,
          values: timesOf(layer),
          repetition: record.repetition,
        }));
  return measured.flatMap(({ layer, values, repetition }) =>
    Object.entries(values).map(([column, value]) => ({ column, layer, repetition, file, value })),
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
