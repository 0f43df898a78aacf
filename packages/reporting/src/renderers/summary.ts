import { claimsOf } from '../claims/claims.js';
import { PAPER_DATASETS } from '../claims/model.js';
import { renderVerdicts } from '../claims/render.js';
import { capitalised, listed } from '../format.js';
import { headlineOf, mechanismLabel, type ReportTable, withUnit } from '../report-table.js';
import { type BuiltSweep, buildSweep } from '../sweep/render.js';
import type { ReportSweep } from '../sweep/report-sweep.js';
import { type BuiltTable, buildTable } from '../table/build.js';
import { metricId } from '../table/columns.js';
import type { Column, Row, TableModel } from '../table/model.js';
import { alignedTable, cellText, escapeMarkdown, heading } from './markdown.js';

interface Measured {
  table: ReportTable;
  built: BuiltTable;
}

interface Layers {
  sweep: ReportSweep;
  built: BuiltSweep;
}

/** A column of a summary: its heading, and its cell for a mechanism. */
interface SummaryColumn {
  title: string;
  cell: (mechanism: string) => string;
}

/** What people look for first in a sweep's table. */
const LAYER_MEASURES = /^(parameters|matmulsPerHead|flops|batch\d+\.milliseconds)$/;

/**
 * What all tables and sweeps of a preset give, as Markdown: headlines and training times with a row for each mechanism
 * and a column for each table, single layers of one size, and the verdicts.
 */
export function renderSummary(tables: readonly ReportTable[], sweeps: readonly ReportSweep[]): string {
  const measured = tables
    .filter(({ records }) => records.size > 0)
    .map((table) => ({ table, built: buildTable(table) }));
  const layers = sweeps
    .filter(({ records }) => records.size > 0)
    .map((sweep) => ({ sweep, built: buildSweep(sweep, '') }));
  const missing = tables.filter(({ records }) => records.size === 0).map(datasetOf);
  const claims = claimsOf(
    measured,
    layers.map(({ sweep, built }) => ({ sweep, findings: built.findings })),
  );
  return [
    ...(measured.length > 0 ? resultsOf(measured) : []),
    ...(missing.length > 0 ? [`Not measured with this preset: ${listed(missing)}.`] : []),
    ...layers.flatMap(layersOf),
    'The paper’s claims, on data sets and on single layers:',
    renderVerdicts(claims).replace(/^/gm, '    '),
  ].join('\n\n');
}

function resultsOf(measured: readonly Measured[]): string[] {
  const results = measured.flatMap(({ table, built }) => {
    const headline = headlineOf(table);
    const id = metricId('test', headline.metric);
    const known = table.paper?.values.some(({ column, heads }) => column === id && heads === table.heads);
    return [
      columnOf({ table, built }, id, `${datasetOf(table)}: ${withUnit(headline)}`),
      ...(known ? [columnOf({ table, built }, `${id}.paper`, 'paper')] : []),
    ];
  });
  const times = measured.map((one) => columnOf(one, 'trainSeconds', datasetOf(one.table)));
  const seeds = measured.map((one) => columnOf(one, 'seeds', datasetOf(one.table)));
  const tables = measured.map(({ table }) => table);
  const mechanisms = [
    ...new Set([
      ...tables.flatMap((table) => table.mechanisms),
      ...tables.flatMap((table) => table.baselines ?? []),
    ]),
  ].filter((mechanism) => seeds.some(({ cell }) => !['', '0'].includes(cell(mechanism))));
  return [
    'Of the test part, mean ± standard deviation over seeds; in parentheses the rank, bold where its lead is decided:',
    tableOf(mechanisms, results),
    'Seconds of training, in parentheses relative to Standard where one machine trained all:',
    tableOf(mechanisms, times),
    `Seeds of each mechanism: ${seeds.map(({ title, cell }) => `${title} ${rangeOf(mechanisms.map(cell))}`).join(', ')}.`,
  ];
}

/** The layer of the size that every axis passes through, and where its counts and times turn. */
function layersOf({ sweep, built }: Layers): string[] {
  const { contextLength, modelWidth, heads } = sweep.base;
  const [table] = built.tables;
  if (!table) return [];
  const columns = table.columns
    .filter(({ id }) => LAYER_MEASURES.test(id))
    .map((column) =>
      modelColumn(
        table,
        column,
        heading(column),
        (row, mechanism) => row.id === `${mechanism}-l${contextLength}-d${modelWidth}-h${heads}`,
      ),
    );
  return [
    `${escapeMarkdown(sweep.title)}, ℓ = ${contextLength}, d_m = ${modelWidth}, h = ${heads}:`,
    tableOf(sweep.mechanisms, columns),
    built.brief.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n'),
  ];
}

function columnOf({ table, built }: Measured, id: string, title: string): SummaryColumn {
  const column = built.model.columns.find((one) => one.id === id) as Column;
  return modelColumn(
    built.model,
    column,
    escapeMarkdown(title),
    (row, mechanism) => row.id === `${mechanism}-h${table.heads}`,
  );
}

function modelColumn(
  { columns, rows }: TableModel,
  column: Column,
  title: string,
  isRow: (row: Row, mechanism: string) => boolean,
): SummaryColumn {
  const at = columns.indexOf(column);
  return {
    title,
    cell: (mechanism) => {
      const cell = rows.find((row) => isRow(row, mechanism))?.cells[at];
      return cell ? cellText(cell) : '';
    },
  };
}

function tableOf(mechanisms: readonly string[], columns: readonly SummaryColumn[]): string {
  return alignedTable([
    ['Mechanism', ...columns.map(({ title }) => capitalised(title))],
    ['---', ...columns.map(() => '---:')],
    ...mechanisms.map((mechanism) => [
      mechanismLabel(mechanism),
      ...columns.map(({ cell }) => cell(mechanism)),
    ]),
  ]);
}

/** `5`, `0 to 5` */
function rangeOf(counts: readonly string[]): string {
  const numbers = counts.filter(Boolean).map(Number);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

function datasetOf({ name, title }: ReportTable): string {
  return PAPER_DATASETS[name] ?? title;
}
