import { grouped, significant } from '../text/format.js';
import type { Cell, Column, Summary } from './table-model.js';

/** A cell with nothing but text. */
export function textCell(text: string, rest: Partial<Cell> = {}): Cell {
  return {
    text,
    spread: '',
    annotation: '',
    decided: false,
    title: '',
    value: undefined,
    summary: undefined,
    relative: undefined,
    runs: [],
    ...rest,
  };
}

/** A cell with a count or a size. */
export function countCell(count: number, runs: readonly string[] = []): Cell {
  return textCell(grouped(count), { value: count, runs });
}

/** A cell with the mean of measured values, and in parentheses its ratio to Standard. */
export function measuredCell(column: Column, summary: Summary, { relative, ...rest }: Partial<Cell>): Cell {
  return textCell(numberText(column, summary.mean), {
    spread: spreadText(column, summary.standardDeviation),
    annotation: relative === undefined ? '' : `${relative.toFixed(2)}×`,
    value: summary.mean,
    summary,
    relative,
    runs: summary.files,
    ...rest,
  });
}

/** A column's number: counts grouped, the others with its decimals or significant digits. */
export function numberText({ exact, digits }: Column, value: number): string {
  if (exact && Number.isInteger(value)) return grouped(value);
  return digits === undefined ? significant(value) : value.toFixed(digits);
}

/** `± 0.35`; empty where the column shows none. */
export function spreadText(column: Column, deviation: number | undefined): string {
  return column.spread && deviation !== undefined ? `± ${numberText(column, deviation)}` : '';
}

/** `72.31 to 73.02` */
export function intervalText(column: Column, interval: readonly [number, number]): string {
  return interval.map((end) => numberText(column, end)).join(' to ');
}
