import { counted, significant } from '../format.js';
import { escapeHtml } from '../renderers/html.js';
import { mechanismLabel } from '../report-table.js';
import { metricColumns } from '../table/columns.js';
/** The anchor of a row's runs. */
export function runsAnchor(table, row) {
  return `${table}-runs-${row.id}`;
}
/** Every run with its numbers and a link to its record, grouped by the rows of the table. */
export function renderRuns(table, model, recordLink) {
  const metrics = metricColumns(table);
  const columns = [
    'Seed',
    'Record',
    'Best epoch',
    ...metrics.map(({ part, metric }) => `${part} ${metric.label} (${metric.unit})`),
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
      `<tbody id="${runsAnchor(table.name, row)}">`,
      `<tr><th scope="rowgroup" colspan="${columns.length}">${escapeHtml(heading)}</th></tr>`,
      ...runs.map(([file, run]) => runRow(file, run, metrics, columns.length, recordLink)),
      '</tbody>',
    ];
  });
  return [
    '<table class="runs">',
    `<caption>Every run of ${escapeHtml(table.title)}, preset ${escapeHtml(table.preset.name)}</caption>`,
    `<thead><tr>${columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('')}</tr></thead>`,
    ...groups,
    '</table>',
  ].join('\n');
}
function runRow(file, run, metrics, width, recordLink) {
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
