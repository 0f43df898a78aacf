import type { BuiltTable } from '../report/report.js';
import type { Cell, Column, Row, Summary, TableModel } from '../table/table-model.js';

/** A table as JSON, in full precision. */
export interface TableDocument {
  /** Another number is another form. */
  readonly version: 1;
  readonly name: string;
  readonly title: string;
  readonly preset: string;
  /** One of training runs; of layers and step times one for each model or sweep. */
  readonly tables: readonly TableOfDocument[];
}

/** A table of a {@link TableDocument}. */
export interface TableOfDocument {
  readonly title: string;
  readonly rows: readonly RowOfDocument[];
  readonly remarks: readonly string[];
}

/** A row of a {@link TableOfDocument}. */
export interface RowOfDocument {
  readonly mechanism: string;
  readonly heads: number;
  readonly variant?: string;
  readonly trainExamples?: number;
  /** `measured` here, or `context`: what others published. */
  readonly kind: Row['kind'];
  /** By the column's id; none where there is nothing. */
  readonly values: Readonly<Record<string, ValueOfDocument>>;
}

/** A value of a {@link RowOfDocument}. */
export interface ValueOfDocument {
  /** A count, or the mean of the values. */
  readonly value: number;
  /** Empty of counts. */
  readonly unit: string;
  readonly standardDeviation?: number;
  /** The 95 % interval of the mean. */
  readonly interval?: readonly [low: number, high: number];
  readonly seeds?: readonly number[];
  /** In the order of the seeds. */
  readonly values?: readonly number[];
  readonly ratioToStandard?: number;
}

/** The document of a table. */
export function tableDocument(table: BuiltTable): TableDocument {
  const { name, title, preset } = table.input;
  const models = 'model' in table ? [table.model] : table.models;
  return { version: 1, name, title, preset: preset.name, tables: models.map(tableOf) };
}

function tableOf({ title, columns, rows, remarks }: TableModel): TableOfDocument {
  return { title, rows: rows.map((row) => rowOf(columns, row)), remarks };
}

function rowOf(columns: readonly Column[], row: Row): RowOfDocument {
  const { mechanism, heads, variant, trainExamples, kind, cells } = row;
  const values = columns.flatMap((column, at) => {
    const value = valueIn(column, cells[at] as Cell);
    return value === undefined ? [] : [[column.id, value] as const];
  });
  return {
    mechanism,
    heads,
    ...(variant !== undefined && { variant }),
    ...(trainExamples !== undefined && { trainExamples }),
    kind,
    values: Object.fromEntries(values),
  };
}

function valueIn({ unit, exact }: Column, { value, summary, relative }: Cell): ValueOfDocument | undefined {
  if (value === undefined) return undefined;
  return {
    value,
    unit,
    ...(summary && !exact && measured(summary)),
    ...(relative !== undefined && { ratioToStandard: relative }),
  };
}

function measured({ standardDeviation, interval, seeds, values }: Summary) {
  return {
    ...(standardDeviation !== undefined && { standardDeviation }),
    ...(interval !== undefined && { interval }),
    seeds,
    values,
  };
}
