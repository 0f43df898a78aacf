import { datasetLabel } from '../input/dataset-text.js';
import { withUnit } from '../input/metrics.js';
import { headlineOf, isSpeed, isTraining } from '../input/tables.js';
import type { LayerTable } from '../layers/layer-table.js';
import { layerId, sizeText } from '../layers/sizes.js';
import { alignedTable, cellText, escapeMarkdown, renderColumns } from '../renderers/table-markdown.js';
import type { Report } from '../report/report.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { capitalised, listed, mechanismLabel } from '../text/format.js';
import { metricId } from '../training/columns.js';
import type { TrainingTable } from '../training/training-table.js';
import { renderVerdicts } from './verdicts.js';

/** A column of a summary: its heading, and its cell for a mechanism. */
interface SummaryColumn {
  readonly title: string;
  readonly cell: (mechanism: string) => string;
}

/** What is shown of a layer table. */
const SHOWN_OF_LAYERS = /^(mechanism|parameters|matmulsPerHead|flops|batch\d+\.milliseconds)$/;

/**
 * What all tables of a report give, as Markdown: headlines and training times with a row for each mechanism and a
 * column for each training table, single layers of one size, and the verdicts.
 */
export function renderSummary({ tables, claims }: Report): string {
  const recorded = tables.filter(({ input }) => input.records.size > 0);
  const measured = recorded.filter(isTraining);
  const missing = tables.filter(isTraining).filter((table) => !measured.includes(table));
  return [
    ...(measured.length > 0 ? resultsOf(measured) : []),
    ...(missing.length > 0 ? [`Not measured with this preset: ${listed(missing.map(datasetOf))}.`] : []),
    ...recorded.filter(isSpeed).map(speedOf),
    ...recorded.filter((table) => !isTraining(table) && !isSpeed(table)).flatMap(layersOf),
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
    'Of the test part, mean ± standard deviation over seeds, bold where it is decidedly better than Standard:',
    tableOf(mechanisms, results),
    'Seconds of training, in parentheses relative to Standard where one machine trained all:',
    tableOf(mechanisms, times),
    `Seeds of each mechanism: ${seeds.map(({ title, cell }) => `${title} ${rangeOf(mechanisms.map(cell))}`).join(', ')}.`,
  ];
}

/** The step times of whole models, a sentence each. */
function speedOf({ input, brief }: SpeedTable): string {
  const said = brief.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n');
  return `${escapeMarkdown(input.title)}, in turns:\n\n${said}`;
}

/** The layer of the size that every axis passes through, and where its counts and times turn. */
function layersOf({ input, models, brief }: LayerTable): string[] {
  const { title, base, mechanisms } = input;
  const [model] = models;
  if (!model) return [];
  const ids = mechanisms.map((mechanism) => layerId(mechanism, base));
  const rows = model.rows.filter(({ id }) => ids.includes(id));
  const columns = model.columns.map(({ id }) => id).filter((id) => SHOWN_OF_LAYERS.test(id));
  return [
    `${escapeMarkdown(title)}, ${sizeText(base)}:`,
    renderColumns({ ...model, rows }, columns),
    brief.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n'),
  ];
}

function columnOf({ input, model }: TrainingTable, column: string, title: string): SummaryColumn {
  const at = model.columns.findIndex(({ id }) => id === column);
  return {
    title: escapeMarkdown(title),
    cell: (mechanism) => {
      const cell = model.rows.find(({ id }) => id === `${mechanism}-h${input.heads}`)?.cells[at];
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
  return datasetLabel(input);
}
