import { headlineFindings } from '../claims/headline-findings.js';
import { datasetName } from '../input/dataset-text.js';
import { differenceUnit, type MetricColumn } from '../input/metrics.js';
import { headlineOf, mainRuns } from '../input/tables.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { numberText, textCell } from '../table/cells.js';
import { type Cell, type Column, PLAIN_COLUMN, type Row, type TableModel } from '../table/table-model.js';
import { signed } from '../text/format.js';
import { metricId } from '../training/columns.js';
import type { Difference } from '../training/differences.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding } from '../verdicts/finding.js';
import { missingSeeds, missingText } from '../verdicts/seeds.js';
import { headlineNotes } from './headline-notes.js';
import { type RelativeTimes, relativeTimes } from './relative-times.js';

/** The id of the column of differences from Standard. */
const DIFFERENCE = 'difference';

/** What a table's headline table is made of. */
interface Parts {
  readonly table: TrainingTable;
  readonly findings: readonly Finding[];
  readonly times: RelativeTimes;
}

/**
 * What people look for first in a table of training runs, as a table of its own: the headline with its interval, the
 * difference from Standard with what is shown of it, attention parameters, and times relative to Standard. Of the paper's
 * mechanisms, and of the baselines that have runs, with the table's own number of heads.
 */
export function headlineTable(table: TrainingTable, speeds: readonly SpeedTable[] = []): TableModel {
  const { input, model } = table;
  const findings = headlineFindings(table);
  const times = relativeTimes(table, speeds);
  const parts = { table, findings, times };
  const columns = columnsOf(parts);
  const rows = model.rows.filter(
    ({ kind, block, heads, mechanism }) =>
      kind === 'measured' &&
      heads === input.heads &&
      (block === 'main' || (block === 'baseline' && mainRuns(input, mechanism).length > 0)),
  );
  return {
    name: `${model.name}-headline`,
    title: `Test ${headlineOf(input).label}, ${datasetName(input)}`,
    preset: model.preset,
    data: model.data,
    columns,
    rows: rows.map((row) => ({
      ...row,
      heading: row.block === 'baseline' ? 'Baselines: no part in claims' : '',
      cells: columns.map((column) => cellOf(parts, column, row)),
    })),
    legend: headlineNotes(parts),
    remarks: [],
  };
}

/** Mechanism, headline, the paper's where it is known, difference, parameters, times and seeds. */
function columnsOf({ table, times }: Parts): Column[] {
  const { input, model } = table;
  const metric = headlineOf(input);
  const id = metricId('test', metric.metric);
  const own = (wanted: string) => model.columns.filter((column) => column.id === wanted);
  const isKnown = input.paper?.values.some(({ column, heads }) => column === id && heads === input.heads);
  return [
    ...own('mechanism'),
    ...own(id).map((column) => ({ ...column, group: '', label: `Test ${metric.label}` })),
    ...(isKnown ? own(`${id}.paper`).map((column) => ({ ...column, group: '', label: 'Paper' })) : []),
    {
      ...PLAIN_COLUMN,
      id: DIFFERENCE,
      kind: 'measure',
      label: 'Difference from Standard',
      unit: differenceUnit(metric),
      digits: metric.digits,
      annotation: 'verdict',
      exact: false,
    },
    ...own('attentionParameters').map((column) => ({ ...column, group: '', label: 'Attention parameters' })),
    ...times.columns,
    ...own('seeds').map((column) => ({ ...column, group: '', label: 'Seeds' })),
  ];
}

function cellOf({ table, findings, times }: Parts, column: Column, row: Row): Cell {
  const { mechanism } = row;
  const metric = headlineOf(table.input);
  if (column.id === DIFFERENCE) {
    const found = table.differences.find((one) => one.mechanism.mechanism === mechanism);
    const finding = findings.find((one) => one.mechanism === mechanism);
    return found ? differenceCell(found, finding, metric) : textCell('');
  }
  const time = times.cellOf(column, mechanism);
  if (time) return time;
  const cell = row.cells[table.model.columns.findIndex(({ id }) => id === column.id)] ?? textCell('');
  return column.id === metricId('test', metric.metric) ? withHalfInterval(cell, column) : cell;
}

/** A mean ± half of its interval instead of the standard deviation. */
function withHalfInterval(cell: Cell, column: Column): Cell {
  const [low, high] = cell.summary?.interval ?? [];
  const isKnown = low !== undefined && high !== undefined;
  const spread = isKnown ? `± ${numberText(column, (high - low) / 2)}` : '';
  return { ...cell, spread, decided: false };
}

function differenceCell(
  { mechanism, standard, comparison, files }: Difference,
  finding: Finding | undefined,
  { digits }: MetricColumn,
): Cell {
  const value = comparison?.test.mean ?? mechanism.mean - standard.mean;
  const missing = finding?.word === 'open' ? missingSeeds(finding) : undefined;
  const interval = comparison?.test.interval.map((end) => signed(end, digits));
  return textCell(signed(value, digits), {
    spread: interval ? `${interval.join(' to ')}` : '',
    annotation: finding?.word ?? '',
    missing: missing && missingText(missing),
    value,
    runs: files,
  });
}
