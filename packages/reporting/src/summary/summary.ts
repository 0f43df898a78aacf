import { withUnit } from '../input/metrics.js';
import { headlineOf, isTraining } from '../input/tables.js';
import type { LayerTable } from '../layers/layer-table.js';
import { layerId, sizeText } from '../layers/sizes.js';
import { alignedTable, cellText, escapeMarkdown, heading } from '../renderers/table-markdown.js';
import type { Report } from '../report/report.js';
import type { Column, TableModel } from '../table/table-model.js';
import { capitalised, listed, mechanismLabel } from '../text/format.js';
import { metricId } from '../training/columns.js';
import type { TrainingTable } from '../training/training-table.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { renderVerdicts } from './verdicts.js';

/** A column of a summary: its heading, and its cell for a mechanism. */
interface SummaryColumn {
  readonly title: string;
  readonly cell: (mechanism: string) => string;
}

/** What people look for first in a layer table. */
const LAYER_MEASURES = /^(parameters|matmulsPerHead|flops|batch\d+\.milliseconds)$/;

/**
 * What all tables of a report give, as Markdown: headlines and training times with a row for each mechanism and a
 * column for each training table, single layers of one size, and the verdicts.
 */
export function renderSummary({ tables, claims }: Report): string {
  const training = tables.filter(isTraining);
  const measured = training.filter(({ input }) => input.records.size > 0);
  const missing = training.filter(({ input }) => input.records.size === 0).map(datasetOf);
  const layers = tables.flatMap((table) =>
    isTraining(table) || table.input.records.size === 0 ? [] : [table],
  );
  return [
    ...(measured.length > 0 ? resultsOf(measured) : []),
    ...(missing.length > 0 ? [`Not measured with this preset: ${listed(missing)}.`] : []),
    ...layers.flatMap(layersOf),
    'The paper’s claims, on data sets and on single layers:',
    renderVerdicts(claims).replace(/^/gm, '    '),
  ].join('\n\n');
}

function resultsOf(measured: readonly TrainingTable[]): string[] {
  const results = measured.flatMap((table) => {
    const { heads, paper } = table.input;
    const headline = headlineOf(table.input);
    const id = metricId('test', headline.metric);
    const isKnown = paper?.values.some((value) => value.column === id && value.heads === heads);
    return [
      columnOf(table, id, `${datasetOf(table)}: ${withUnit(headline)}`),
      ...(isKnown ? [columnOf(table, `${id}.paper`, 'paper')] : []),
    ];
  });
  const times = measured.map((table) => columnOf(table, 'trainSeconds', datasetOf(table)));
  const seeds = measured.map((table) => columnOf(table, 'seeds', datasetOf(table)));
  const mechanisms = [
    ...new Set([
      ...measured.flatMap(({ input }) => input.mechanisms),
      ...measured.flatMap(({ input }) => input.baselines ?? []),
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
function layersOf({ input, models, brief }: LayerTable): string[] {
  const { title, base, mechanisms } = input;
  const [model] = models;
  if (!model) return [];
  const columns = model.columns
    .filter(({ id }) => LAYER_MEASURES.test(id))
    .map((column) => modelColumn(model, column, heading(column), (mechanism) => layerId(mechanism, base)));
  return [
    `${escapeMarkdown(title)}, ${sizeText(base)}:`,
    tableOf(mechanisms, columns),
    brief.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n'),
  ];
}

function columnOf({ input, model }: TrainingTable, id: string, title: string): SummaryColumn {
  const column = model.columns.find((one) => one.id === id) as Column;
  const rowId = (mechanism: string) => `${mechanism}-h${input.heads}`;
  return modelColumn(model, column, escapeMarkdown(title), rowId);
}

function modelColumn(
  { columns, rows }: TableModel,
  column: Column,
  title: string,
  rowId: (mechanism: string) => string,
): SummaryColumn {
  const at = columns.indexOf(column);
  return {
    title,
    cell: (mechanism) => {
      const cell = rows.find(({ id }) => id === rowId(mechanism))?.cells[at];
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

function datasetOf({ input }: TrainingTable): string {
  return PAPER_DATASETS[input.name] ?? input.title;
}
