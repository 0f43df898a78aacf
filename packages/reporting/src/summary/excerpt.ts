import { isSpeed, isTraining } from '../input/tables.js';
import { isMeasured, unmeasuredText } from '../input/unmeasured.js';
import type { LayerTable } from '../layers/layer-table.js';
import { firstMeasuresOf } from '../layers/measures.js';
import { AXES } from '../layers/sizes.js';
import { renderColumns } from '../renderers/table-markdown.js';
import type { BuiltTable } from '../report/report.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { metricId } from '../training/columns.js';
import type { TrainingTable } from '../training/training-table.js';

/** What people look for first in a table, as Markdown: of training runs the main rows, of others sentences too. */
export function renderExcerpt(table: BuiltTable): string {
  if (!isMeasured(table.input)) return unmeasuredText(table.input);
  if (isTraining(table)) return trainingExcerpt(table);
  return isSpeed(table) ? speedExcerpt(table) : layerExcerpt(table);
}

/** The shortest that a table has to say, as Markdown: of training runs the excerpt, of others their sentences. */
export function renderBrief(table: BuiltTable): string {
  if (!isMeasured(table.input)) return unmeasuredText(table.input);
  return isTraining(table) ? trainingExcerpt(table) : listOf(table.sentences);
}

function trainingExcerpt({ input, model }: TrainingTable): string {
  const rows = model.rows.filter(
    ({ block, trainExamples }) => block !== 'heads' && trainExamples === undefined,
  );
  const headline = metricId('test', input.headline);
  return renderColumns({ ...model, rows }, [
    'mechanism',
    'attentionParameters',
    'trainSeconds',
    'inferenceMilliseconds',
    headline,
    `${headline}.paper`,
    'seeds',
  ]);
}

function layerExcerpt({ input, models, sentences }: LayerTable): string {
  const columns = ['mechanism', ...AXES.map(({ axis }) => axis), ...firstMeasuresOf(input)];
  const tables = models.map((model) => `${model.title}\n\n${renderColumns(model, columns)}`);
  return [...tables, listOf(sentences)].join('\n\n');
}

function speedExcerpt({ models, sentences }: SpeedTable): string {
  const tables = models.map(
    (model) =>
      `${model.title}\n\n${renderColumns(
        model,
        model.columns.map(({ id }) => id),
      )}`,
  );
  return [...tables, listOf(sentences)].join('\n\n');
}

function listOf(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}
