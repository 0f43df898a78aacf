import type { RunRecord } from '@better-attention/records';
import { counted, significant } from '../format.js';
import { blockHeading, escapeHtml } from '../renderers/html.js';
import { mechanismLabel, type ReportTable, withUnit } from '../report-table.js';
import { metricColumns } from '../table/columns.js';
import type { Row, TableModel } from '../table/model.js';
import { columnHeadings } from './html.js';
import type { RecordLink } from './section.js';

/** The anchor of a row's runs. */
export function runsAnchor({ id }: Row): string {
  return `runs-${id}`;
}

/** Every run with its numbers and a link to its record, grouped by the rows of the table. */
export function renderRuns(table: ReportTable, model: TableModel, recordLink: RecordLink): string {
  const metrics = metricColumns(table);
  const columns = [
    'Seed',
    'Record',
    'Best epoch',
    ...metrics.map(({ part, metric }) => `${part} ${withUnit(metric)}`),
    'training (s)',
    'inference (ms)',
  ];
  const groups = model.rows.flatMap((row) => {
    const runs = [...table.records]
      .filter(([, run]) => run.mechanism === row.mechanism && run.heads === row.heads)
      .sort(([, left], [, right]) => left.seed - right.seed);
    if (row.kind === 'context' || runs.length === 0) return [];
    const heading = `${mechanismLabel(row.mechanism)}, ${counted(row.heads, 'head')}`;
    return [
      `<tbody id="${runsAnchor(row)}">`,
      blockHeading(heading, columns.length),
      ...runs.map(([file, run]) => runRow(file, run, metrics, columns.length, recordLink)),
      '</tbody>',
    ];
  });
  return [
    '<table class="runs sortable">',
    `<caption>Every run of ${escapeHtml(table.title)}, preset ${escapeHtml(table.preset.name)}</caption>`,
    columnHeadings(columns),
    ...groups,
    '</table>',
  ].join('\n');
}

function runRow(
  file: string,
  run: RunRecord,
  metrics: ReturnType<typeof metricColumns>,
  width: number,
  recordLink: RecordLink,
): string {
  const link = `<td class="text"><a href="${escapeHtml(recordLink(file))}">${escapeHtml(file)}</a></td>`;
  const start = `<tr><th scope="row">${run.seed}</th>${link}`;
  if (run.status === 'failed') {
    return `${start}<td class="error" colspan="${width - 2}">failed: ${escapeHtml(run.error)}</td></tr>`;
  }
  const best = run.epochs.find(({ epoch }) => epoch === run.bestEpoch);
  const recorded = { train: best?.train, validation: best?.validation, test: run.test };
  const values = metrics.map(({ part, metric }) => {
    const value = recorded[part]?.[metric.metric];
    return value === undefined ? '–' : (value * metric.scale).toFixed(metric.digits);
  });
  const cells = [
    `${run.bestEpoch} of ${run.epochs.length}`,
    ...values,
    significant(run.trainSeconds),
    significant(run.inferenceMilliseconds),
  ];
  return `${start}${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
