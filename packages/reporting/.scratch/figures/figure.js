import { counted } from '../format.js';
import { mechanismLabel, withUnit } from '../report-table.js';
import { colourOf, dashOf, shapeOf } from './theme.js';
/** Where a specification's form is described. */
export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
/** The mechanisms of the table's main rows and its baselines, in their order. */
export function mechanismsOf({ model }) {
  return [...new Set(model.rows.filter(({ block }) => block !== 'heads').map(({ mechanism }) => mechanism))];
}
/** The summaries of a column that belong to rows of a number of heads, in the order of the mechanisms. */
export function summariesOf({ built }, column, heads) {
  const order = mechanismsOf(built);
  return built.summaries
    .filter((summary) => summary.column === column && summary.heads === heads)
    .sort((left, right) => order.indexOf(left.mechanism) - order.indexOf(right.mechanism));
}
/** Scales that give a mechanism the same colour, line pattern and shape in every figure. */
export function mechanismScales(mechanisms) {
  const domain = mechanisms.map(mechanismLabel);
  return {
    colour: { domain, range: mechanisms.map(colourOf) },
    dash: { domain, range: mechanisms.map(dashOf) },
    shape: { domain, range: mechanisms.map(shapeOf) },
  };
}
/** What a saved specification says about where its numbers come from. */
export function usermeta({ table, recordsPath }, files) {
  return {
    experiment: table.name,
    preset: table.preset.name,
    recordsFolder: recordsPath,
    records: [...new Set(files)].sort(),
  };
}
/** `Preset cpu · data: IMDB reviews · 4 heads`. */
export function subtitleOf(table, heads) {
  const data = [...new Set([...table.records.values()].map((record) => record.data.name))];
  const parts = [`Preset ${table.preset.name}`, `data: ${data.join(', ')}`];
  return [...parts, ...(heads === undefined ? [] : [counted(heads, 'head')])].join(' · ');
}
/** Keeps the rows of one kind: a figure's rows share one list of data. */
export function only(kind) {
  return [{ filter: { field: 'kind', equal: kind } }];
}
/** What a point of a seed shows when it is pointed at; a click opens its record. */
export function seedTooltip(metric) {
  return [
    { field: 'mechanism', type: 'nominal' },
    { field: 'seed', type: 'nominal' },
    { field: 'value', type: 'quantitative', title: withUnit(metric), format: `.${metric.digits}f` },
    { field: 'record', type: 'nominal' },
  ];
}
/** What a mean shows when it is pointed at. */
export function meanTooltip(metric) {
  const format = `.${metric.digits}f`;
  return [
    { field: 'mechanism', type: 'nominal' },
    { field: 'value', type: 'quantitative', title: `mean ${withUnit(metric)}`, format },
    { field: 'low', type: 'quantitative', title: 'interval from', format },
    { field: 'high', type: 'quantitative', title: 'to', format },
  ];
}
