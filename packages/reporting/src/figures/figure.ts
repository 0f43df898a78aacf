import type { TopLevelSpec } from 'vega-lite';
import { counted } from '../format.js';
import { type MetricColumn, mechanismLabel, type ReportTable, withUnit } from '../report-table.js';
import type { BuiltTable } from '../table/build.js';
import type { Summary } from '../table/model.js';
import { colourOf, dashOf, shapeOf } from './theme.js';

/** A figure before it is drawn. */
export interface Figure {
  /** Ends the file name: `accuracy`. */
  name: string;
  caption: string;
  /** What the figure shows, for readers who don't see it. */
  alternative: string;
  spec: TopLevelSpec;
}

/** What a figure is made from. */
export interface FigureInput {
  table: ReportTable;
  built: BuiltTable;
  /** The records' folder as the figure's reader finds it, relative to the report. */
  recordsPath: string;
}

/** Where a specification's form is described. */
export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** The mechanisms of the table's main rows and its baselines, in their order. */
export function mechanismsOf({ model }: BuiltTable): string[] {
  return [...new Set(model.rows.filter(({ block }) => block !== 'heads').map(({ mechanism }) => mechanism))];
}

/** The summaries of a column that belong to rows of a number of heads, in the order of the mechanisms. */
export function summariesOf({ built }: FigureInput, column: string, heads: number): Summary[] {
  const order = mechanismsOf(built);
  return built.summaries
    .filter((summary) => summary.column === column && summary.heads === heads)
    .sort((left, right) => order.indexOf(left.mechanism) - order.indexOf(right.mechanism));
}

/** Scales that give a mechanism the same colour, line pattern and shape in every figure. */
export function mechanismScales(mechanisms: readonly string[]) {
  const domain = mechanisms.map(mechanismLabel);
  return {
    colour: { domain, range: mechanisms.map(colourOf) },
    dash: { domain, range: mechanisms.map(dashOf) },
    shape: { domain, range: mechanisms.map(shapeOf) },
  };
}

/** What a saved specification says about where its numbers come from. */
export function usermeta({ table, recordsPath }: FigureInput, files: readonly string[]) {
  return {
    experiment: table.name,
    preset: table.preset.name,
    recordsFolder: recordsPath,
    records: [...new Set(files)].sort(),
  };
}

/** `Preset cpu · data: IMDB reviews · 4 heads`. */
export function subtitleOf(table: ReportTable, heads?: number): string {
  const data = [...new Set([...table.records.values()].map((record) => record.data.name))];
  const parts = [`Preset ${table.preset.name}`, `data: ${data.join(', ')}`];
  return [...parts, ...(heads === undefined ? [] : [counted(heads, 'head')])].join(' · ');
}

/** Keeps the rows of one kind: a figure's rows share one list of data. */
export function only(kind: string) {
  return [{ filter: { field: 'kind', equal: kind } }];
}

/** What a point of a seed shows when it is pointed at; a click opens its record. */
export function seedTooltip(metric: MetricColumn) {
  return [
    { field: 'mechanism', type: 'nominal' as const },
    { field: 'seed', type: 'nominal' as const },
    { field: 'value', type: 'quantitative' as const, title: withUnit(metric), format: `.${metric.digits}f` },
    { field: 'record', type: 'nominal' as const },
  ];
}

/** What a mean shows when it is pointed at. */
export function meanTooltip(metric: MetricColumn) {
  const format = `.${metric.digits}f`;
  return [
    { field: 'mechanism', type: 'nominal' as const },
    { field: 'value', type: 'quantitative' as const, title: `mean ${withUnit(metric)}`, format },
    { field: 'low', type: 'quantitative' as const, title: 'interval from', format },
    { field: 'high', type: 'quantitative' as const, title: 'to', format },
  ];
}
