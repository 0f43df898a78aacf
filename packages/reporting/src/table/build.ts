import { grouped, significant, spreadText } from '../format.js';
import { checkRecords, mechanismLabel, type ReportTable } from '../report-table.js';
import { columnsOf } from './columns.js';
import { type Comparability, comparabilityOf } from './comparability.js';
import { type Lead, leads } from './decisions.js';
import { type Difference, differencesOf } from './differences.js';
import { legendOf } from './legend.js';
import { summarise } from './measurements.js';
import { type Cell, type Column, type Row, type Summary, type TableModel, textCell } from './model.js';
import { contextRow, paperCell } from './published.js';

/** A table and the statistics behind it. */
export interface BuiltTable {
  model: TableModel;
  summaries: readonly Summary[];
  leads: readonly Lead[];
  /** Of the headline, for every mechanism against Standard; none where the runs used different data. */
  differences: readonly Difference[];
  comparability: Comparability;
}

/**
 * The table of an experiment's runs: one row for every mechanism and number of heads, and below the rows of the same
 * heads what others published.
 *
 * @throws Error when a record is of another experiment or preset, or `paper` doesn't fit the columns
 */
export function buildTable(table: ReportTable): BuiltTable {
  checkRecords(table);
  const columns = columnsOf(table);
  const summaries = summarise(table);
  const comparability = comparabilityOf(table, summaries);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const contests = summaries.filter((summary) =>
    mayCompete(byId.get(summary.column) as Column, summary, comparability),
  );
  const measured = contests.filter(({ column }) => !byId.get(column)?.exact);
  const statistics: Statistics = { summaries, comparability, leads: leads(measured), contests };
  const rows = headsOf(table).flatMap((heads) => [
    ...mechanismsOf(table).map((mechanism) => measuredRow(table, columns, statistics, { mechanism, heads })),
    ...(table.paper?.context ?? [])
      .filter((row) => row.heads === heads)
      .map((row, position) => contextRow(columns, row, position)),
  ]);
  return {
    summaries,
    comparability,
    leads: statistics.leads,
    differences: comparability.metrics ? differencesOf(table, summaries) : [],
    model: {
      name: table.name,
      title: table.title,
      preset: table.preset.name,
      columns,
      rows,
      legend: legendOf(table, columns, statistics),
      remarks: comparability.remarks,
    },
  };
}

interface Statistics extends Pick<BuiltTable, 'summaries' | 'leads' | 'comparability'> {
  /** The summaries that may be set against each other. */
  contests: readonly Summary[];
}

interface RowKey {
  mechanism: string;
  heads: number;
}

function mayCompete({ group, exact }: Column, summary: Summary, { times, metrics }: Comparability): boolean {
  if (exact) return !isMixed(summary);
  return group === 'Time' ? times : metrics;
}

function isMixed({ values }: Summary): boolean {
  return new Set(values).size > 1;
}

function headsOf({ heads, records, paper }: ReportTable): number[] {
  const rows = [...records.values(), ...(paper?.values ?? []), ...(paper?.context ?? [])];
  return [...new Set([heads, ...rows.map((row) => row.heads)])].sort((a, b) => a - b);
}

function mechanismsOf({ mechanisms, records }: ReportTable): string[] {
  const recorded = [...new Set([...records.values()].map(({ mechanism }) => mechanism))].sort();
  return [...new Set([...mechanisms, ...recorded])];
}

function measuredRow(
  table: ReportTable,
  columns: readonly Column[],
  statistics: Statistics,
  { mechanism, heads }: RowKey,
): Row {
  const records = [...table.records].filter(([, run]) => run.mechanism === mechanism && run.heads === heads);
  const count = (status: 'complete' | 'failed') => {
    const runs = records.filter(([, run]) => run.status === status).map(([file]) => file);
    return textCell(grouped(runs.length), { value: runs.length, runs });
  };
  const cells = columns.map((column): Cell => {
    if (column.id === 'mechanism') return textCell(mechanismLabel(mechanism));
    if (column.id === 'heads') return textCell(grouped(heads), { value: heads });
    if (column.id === 'seeds') return count('complete');
    if (column.id === 'failed') return count('failed');
    return column.kind === 'paper'
      ? paperCell(table.paper?.values ?? [], column, { mechanism, heads })
      : measureCell(statistics, column, { mechanism, heads });
  });
  return { id: `${mechanism}-h${heads}`, kind: 'measured', mechanism, heads, cells };
}

function measureCell(statistics: Statistics, column: Column, { mechanism, heads }: RowKey): Cell {
  const summary = statistics.summaries.find(
    (one) => one.column === column.id && one.heads === heads && one.mechanism === mechanism,
  );
  if (!summary || (column.exact && isMixed(summary))) return textCell('');
  const contest = statistics.contests.filter((one) => one.column === column.id && one.heads === heads);
  const standard = contest.find((one) => one.mechanism === 'standard')?.mean;
  const relative = column.annotation === 'ratio' && standard ? summary.mean / standard : undefined;
  const rank = column.annotation === 'rank' && contest.length > 1 ? summary.rank : undefined;
  return {
    text: measureText(column, summary),
    spread: column.digits === undefined ? '' : spreadText(summary.standardDeviation, column.digits),
    annotation: relative === undefined ? `${rank ?? ''}` : `${relative.toFixed(2)}×`,
    decided: statistics.leads.some(({ best, decided }) => decided && best === summary),
    title: column.exact || !summary.interval ? '' : `95 % interval ${intervalText(column, summary.interval)}`,
    value: summary.mean,
    summary,
    rank,
    relative,
    runs: summary.files,
  };
}

function measureText({ exact, digits }: Column, { mean }: Summary): string {
  if (exact) return grouped(mean);
  return digits === undefined ? significant(mean) : mean.toFixed(digits);
}

function intervalText({ digits }: Column, interval: readonly [number, number]): string {
  return interval.map((end) => (digits === undefined ? significant(end) : end.toFixed(digits))).join(' to ');
}
