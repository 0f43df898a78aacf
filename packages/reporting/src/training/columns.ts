import type { CompleteRun, Part } from '@better-attention/records';
import type { MetricColumn } from '../input/metrics.js';
import { headlineOf, type TrainingTableInput } from '../input/tables.js';
import { type Column, MECHANISM_COLUMN, PLAIN_COLUMN, type Row } from '../table/table-model.js';
import { capitalised, counted, mechanismLabel } from '../text/format.js';

const PARTS: readonly Part[] = ['train', 'validation', 'test'];

const PARAMETERS = { ...PLAIN_COLUMN, kind: 'measure', group: 'Parameters', annotation: 'ratio' } as const;
const TIME = { ...PLAIN_COLUMN, kind: 'measure', group: 'Time', annotation: 'ratio', exact: false } as const;
const RUNS = { ...PLAIN_COLUMN, kind: 'count', group: 'Runs' } as const;

const BEFORE_METRICS: readonly Column[] = [
  MECHANISM_COLUMN,
  { ...PLAIN_COLUMN, id: 'heads', kind: 'label', label: 'Heads' },
  { ...PARAMETERS, id: 'attentionParameters', label: 'attention' },
  { ...PARAMETERS, id: 'modelParameters', label: 'model', annotation: 'nothing' },
  { ...TIME, id: 'trainSeconds', label: 'training', unit: 's' },
  { ...TIME, id: 'inferenceMilliseconds', label: 'inference', unit: 'ms' },
];

const AFTER_METRICS: readonly Column[] = [
  { ...RUNS, id: 'seeds', label: 'seeds' },
  { ...RUNS, id: 'failed', label: 'failed' },
  { ...RUNS, id: 'unconverged', label: 'not converged' },
];

/** The id of a metric's column: `test.accuracy`. */
export function metricId(part: Part, metric: string): string {
  return `${part}.${metric}`;
}

/** `test accuracy`, `heads`: a column's name in a sentence. */
export function columnName({ group, label }: Column): string {
  return group ? `${group.toLowerCase()} ${label}` : label.toLowerCase();
}

/** `Super with 4 heads`: a row's name in a sentence. */
export function rowName({ mechanism, heads }: Pick<Row, 'mechanism' | 'heads'>): string {
  return `${mechanismLabel(mechanism)} with ${counted(heads, 'head')}`;
}

/** The metric columns with their parts, in the order of the table. */
export function metricColumns(table: TrainingTableInput): { id: string; part: Part; metric: MetricColumn }[] {
  return PARTS.flatMap((part) =>
    table.metrics
      .filter(({ parts }) => parts.includes(part))
      .map((metric) => ({ id: metricId(part, metric.metric), part, metric })),
  );
}

/** What a run recorded in each metric column, as it is shown; training and validation at the best epoch. */
export function metricsOf(table: TrainingTableInput, run: CompleteRun) {
  const best = run.epochs.find(({ epoch }) => epoch === run.bestEpoch);
  const recorded = { train: best?.train, validation: best?.validation, test: run.test };
  return metricColumns(table).map(({ id, part, metric }) => {
    const value = recorded[part]?.[metric.metric];
    return { id, metric, value: value === undefined ? undefined : value * metric.scale };
  });
}

/**
 * The table's columns. The paper's numbers stand right of ours wherever one is known, and always right of the
 * headline's, where an empty cell says that it isn't.
 *
 * @throws Error when `paper` names a column that the table doesn't have, or another unit
 */
export function columnsOf(table: TrainingTableInput): Column[] {
  const metrics = metricColumns(table).map(
    ({ id, part, metric }): Column => ({
      id,
      kind: 'measure',
      group: capitalised(part),
      label: metric.label,
      unit: metric.unit,
      digits: metric.digits,
      spread: true,
      annotation: 'nothing',
      exact: false,
    }),
  );
  const columns = [...BEFORE_METRICS, ...metrics, ...AFTER_METRICS];
  checkPaper(table, columns);

  const headline = metricId('test', headlineOf(table).metric);
  const known = new Set([headline, ...(table.paper?.values ?? []).map(({ column }) => column)]);
  return columns.flatMap((column) =>
    known.has(column.id)
      ? [column, { ...column, id: `${column.id}.paper`, kind: 'paper' as const, label: 'paper' }]
      : [column],
  );
}

function checkPaper(table: TrainingTableInput, columns: readonly Column[]): void {
  const measures = new Map(
    columns.filter(({ kind }) => kind === 'measure').map((column) => [column.id, column]),
  );
  const values = [
    ...(table.paper?.values ?? []),
    ...(table.paper?.context ?? []).flatMap(({ values }) => values),
  ];
  for (const { column, unit } of values) {
    const known = measures.get(column);
    if (!known) {
      throw new Error(
        `paper.json of ${table.name}: no column ${JSON.stringify(column)} in this table (has ${[...measures.keys()].join(', ')})`,
      );
    }
    if (known.unit !== unit) {
      throw new Error(
        `paper.json of ${table.name}: ${column} is in ${JSON.stringify(known.unit)}, the paper's value in ${JSON.stringify(unit)}; convert it`,
      );
    }
  }
}
