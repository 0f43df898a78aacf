import type { CompleteRun, RunRecord } from '@better-attention/records';
import { makeAgain } from '../input/make-again.js';
import { LOSS, withUnit } from '../input/metrics.js';
import { everyRecord, runsOfRow, type TrainingTableInput } from '../input/tables.js';
import { blockHeading, tableBody } from '../renderers/table-html.js';
import type { Row } from '../table/table-model.js';
import { counted, significant, variantLabel } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { metricColumns, metricsOf } from '../training/columns.js';
import { epochsText } from '../training/slow-epochs.js';
import type { TrainingTable } from '../training/training-table.js';
import { command, foldedIfMany, pageTable } from './elements.js';
import type { RecordLink } from './section.js';

/** The anchor of a row's runs. */
export function runsAnchor({ id }: Row): string {
  return `runs-${id}`;
}

/** Every run with its numbers and a link to its record, grouped by the rows of the table; folded where there are many, nothing without any. */
export function renderRuns(
  { input, model, comparability }: TrainingTable,
  link: RecordLink,
): Html | undefined {
  if (input.records.size === 0) return undefined;
  const columns = [
    'Seed',
    'Record, and the command that makes it again',
    'Best epoch',
    ...(tellsUnits(input) ? ['Epoch 1 loss', 'Units off (epoch 1, tested)'] : []),
    ...metricColumns(input).map(({ part, metric }) => `${part} ${withUnit(metric)}`),
    'training (s)',
    'inference (ms)',
  ];
  const groups = model.rows.flatMap((row) => {
    const runs = runsOfRow(input, row).sort(([, left], [, right]) => left.seed - right.seed);
    if (row.kind === 'context' || runs.length === 0) return [];
    const rows = runs.map(([file, run]) => {
      const record = html`<td class="text"><a href="${link(file)}">${file}</a> ${command(makeAgain(input, file))}${slowNote(comparability.slow.get(file))}</td>`;
      return html`<tr><th scope="row">${run.seed}</th>${record}${runCells(input, run, columns.length - 2)}</tr>`;
    });
    const { heads, trainExamples } = row;
    const heading = [
      variantLabel(row),
      counted(heads, 'head'),
      ...(trainExamples === undefined ? [] : [counted(trainExamples, 'training example')]),
    ].join(', ');
    return tableBody([blockHeading(heading, columns.length), ...rows], runsAnchor(row));
  });
  const table = pageTable({
    className: 'runs sortable',
    label: `Every run of ${input.title}`,
    caption: `Every run of ${input.title}, preset ${input.preset.name}`,
    columns,
    bodies: groups,
  });
  return foldedIfMany(everyRecord(input).size, 'run', table);
}

/** Which epochs a disturbed machine made; nothing of an undisturbed run. */
function slowNote(epochs: readonly number[] | undefined): Html | undefined {
  return epochs && html` <span class="second">disturbed in ${epochsText(epochs)}</span>`;
}

/** The numbers of a run, or why it failed. */
function runCells(table: TrainingTableInput, run: RunRecord, width: number): Html {
  if (run.status === 'failed') return html`<td class="error" colspan="${width}">failed: ${run.error}</td>`;
  const cells = [
    `${run.bestEpoch} of ${run.epochs.length}`,
    ...(tellsUnits(table) ? [run.epochs[0]?.train.loss?.toFixed(LOSS.digits) ?? '–', unitsText(run)] : []),
    ...metricsOf(table, run).map(({ metric, value }) => value?.toFixed(metric.digits) ?? '–'),
    significant(run.trainSeconds),
    significant(run.inferenceMilliseconds),
  ];
  return html`${cells.map((cell) => html`<td>${cell}</td>`)}`;
}

/** Whether any run records how many units of its head are off. */
function tellsUnits({ records }: TrainingTableInput): boolean {
  return [...records.values()].some(({ epochs }) => epochs[0]?.deadUnits !== undefined);
}

/** `6, 1`: after the first epoch and after the one that was tested. */
function unitsText({ epochs, bestEpoch }: CompleteRun): string {
  return [1, bestEpoch].map((epoch) => epochs[epoch - 1]?.deadUnits ?? '–').join(', ');
}
