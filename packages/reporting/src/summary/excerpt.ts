import { isSpeed, isTraining } from '../input/tables.js';
import { isMeasured, unmeasuredText } from '../input/unmeasured.js';
import type { LayerTable } from '../layers/layer-table.js';
import { firstMeasuresOf } from '../layers/measures.js';
import { AXES } from '../layers/sizes.js';
import { renderColumns } from '../renderers/table-markdown.js';
import { renderFitted } from '../renderers/table-text.js';
import type { BuiltTable } from '../report/report.js';
import type { SpeedTable } from '../speed/speed-table.js';
import type { TableModel } from '../table/table-model.js';
import { metricId } from '../training/columns.js';
import type { TrainingTable } from '../training/training-table.js';

/** How an excerpt is written. */
export interface ExcerptOptions {
  /** Plain text whose tables have at most so many characters a line; by default Markdown. */
  readonly width?: number | undefined;
}

/** What people look for first in a table, as Markdown: of training runs the main rows, of others sentences too. */
export function renderExcerpt(table: BuiltTable, options: ExcerptOptions = {}): string {
  if (!isMeasured(table.input)) return unmeasuredText(table.input);
  if (isTraining(table)) return trainingExcerpt(table, options);
  return isSpeed(table) ? speedExcerpt(table, options) : layerExcerpt(table, options);
}

/** The shortest that a table has to say, as Markdown: of training runs the excerpt, of others their sentences. */
export function renderBrief(table: BuiltTable, options: ExcerptOptions = {}): string {
  if (!isMeasured(table.input)) return unmeasuredText(table.input);
  return isTraining(table) ? trainingExcerpt(table, options) : listOf(table.sentences);
}

function trainingExcerpt({ input, model }: TrainingTable, options: ExcerptOptions): string {
  const rows = model.rows.filter(
    ({ block, trainExamples }) => block !== 'heads' && trainExamples === undefined,
  );
  const headline = metricId('test', input.headline);
  const ids = [
    'mechanism',
    'attentionParameters',
    'trainSeconds',
    'inferenceMilliseconds',
    headline,
    `${headline}.paper`,
    'seeds',
  ];
  return tableText({ ...model, rows }, ids, options);
}

function layerExcerpt({ input, models, sentences }: LayerTable, options: ExcerptOptions): string {
  const columns = ['mechanism', ...AXES.map(({ axis }) => axis), ...firstMeasuresOf(input)];
  const tables = models.map((model) => `${model.title}\n\n${tableText(model, columns, options)}`);
  return [...tables, listOf(sentences)].join('\n\n');
}

function speedExcerpt({ models, sentences }: SpeedTable, options: ExcerptOptions): string {
  const tables = models.map(
    (model) =>
      `${model.title}\n\n${tableText(
        model,
        model.columns.map(({ id }) => id),
        options,
      )}`,
  );
  return [...tables, listOf(sentences)].join('\n\n');
}

function tableText(model: TableModel, ids: readonly string[], { width }: ExcerptOptions): string {
  return width === undefined ? renderColumns(model, ids) : renderFitted(model, ids, width);
}

function listOf(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}
