import { readable } from '@better-attention/records';
import type { TableInput } from './tables.js';

/**
 * A table whose texts, wherever they are from, can be shown: see `readable` of the records. Here texts from data enter a
 * report, so figures, pages, tables and terminals are given none that they can't hold. Paths of folders stay as they are.
 */
export function readableInput<Table extends TableInput>(table: Table): Table {
  return { ...readableIn(table), recordsFolder: table.recordsFolder };
}

/** A value with every text in it readable: those of maps, of lists and of objects, their names too. */
function readableIn<Value>(value: Value): Value;
function readableIn(value: unknown): unknown {
  if (typeof value === 'string') return readable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => readableIn(each));
  if (value instanceof Map) return new Map([...value].map((entry) => readableIn(entry)));
  return Object.fromEntries(Object.entries(value).map((entry) => readableIn(entry)));
}
