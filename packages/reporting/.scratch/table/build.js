import { counted, grouped, significant, spreadText } from '../format.js';
import { checkRecords, isBaseline, mechanismLabel } from '../report-table.js';
import { columnsOf } from './columns.js';
import { comparabilityOf } from './comparability.js';
import { leads } from './decisions.js';
import { differencesOf } from './differences.js';
import { legendOf } from './legend.js';
import { summarise } from './measurements.js';
import { textCell } from './model.js';
import { contextRow, paperCell } from './published.js';
/**
 * The table of an experiment's runs: one row for every mechanism and number of heads, and below the rows of the same
 * heads what others published.
 *
 * @throws Error when a record is of another experiment or preset, or `paper` doesn't fit the columns
 */
export function buildTable(table) {
  checkRecords(table);
  const columns = columnsOf(table);
  const summaries = summarise(table);
  const comparability = comparabilityOf(table, summaries);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const comparable = summaries.filter((summary) =>
    mayCompare(byId.get(summary.column), summary, comparability),
  );
  const measured = comparable.filter(
    ({ column, mechanism }) => !byId.get(column)?.exact && !isBaseline(table, mechanism),
  );
  const statistics = { summaries, comparability, leads: leads(measured), comparable };
  const rows = blocksOf(table).flatMap(({ block, heads, mechanisms }) => {
    const place = { block, heading: headingOf(block, heads) };
    return [
      ...mechanisms.map((mechanism) => ({
        ...place,
        ...measuredRow(table, columns, statistics, { mechanism, heads }),
      })),
      ...(table.paper?.context ?? [])
        .filter((row) => row.heads === heads && block !== 'baseline')
        .map((row, position) => contextRow(columns, row, position, place)),
    ];
  });
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
function mayCompare({ group, exact }, summary, { times, metrics }) {
  if (exact) return !isMixed(summary);
  return group === 'Time' ? times : metrics;
}
function isMixed({ values }) {
  return new Set(values).size > 1;
}
/** The table's blocks of rows: the paper's, one for each other number of heads, one for baselines. */
function blocksOf(table) {
  const { heads, records, paper, baselines = [] } = table;
  const published = [...(paper?.values ?? []), ...(paper?.context ?? [])];
  const runs = [...records.values()];
  const recorded = runs.map(({ mechanism }) => mechanism).sort();
  const compared = [...new Set([...table.mechanisms, ...recorded])].filter(
    (name) => !isBaseline(table, name),
  );
  const others = [...runs.filter(({ mechanism }) => !isBaseline(table, mechanism)), ...published]
    .map((row) => row.heads)
    .filter((count) => count !== heads);
  return [
    { block: 'main', heads, mechanisms: compared },
    ...ascending(others).map((count) => ({ block: 'heads', heads: count, mechanisms: compared })),
    ...ascending([heads, ...runs.map((run) => run.heads)]).map((count) => ({
      block: 'baseline',
      heads: count,
      mechanisms: baselines.filter(
        (name) => count === heads || runs.some((run) => run.mechanism === name && run.heads === count),
      ),
    })),
  ];
}
function headingOf(block, heads) {
  const count = counted(heads, 'head');
  if (block === 'main') return count;
  return block === 'heads' ? `Ablation: ${count}` : `Baselines, not ranked: ${count}`;
}
function ascending(values) {
  return [...new Set(values)].sort((left, right) => left - right);
}
function measuredRow(table, columns, statistics, { mechanism, heads }) {
  const records = [...table.records].filter(([, run]) => run.mechanism === mechanism && run.heads === heads);
  const count = (status) => {
    const runs = records.filter(([, run]) => run.status === status).map(([file]) => file);
    return textCell(grouped(runs.length), { value: runs.length, runs });
  };
  const cells = columns.map((column) => {
    if (column.id === 'mechanism') return textCell(mechanismLabel(mechanism));
    if (column.id === 'heads') return textCell(grouped(heads), { value: heads });
    if (column.id === 'seeds') return count('complete');
    if (column.id === 'failed') return count('failed');
    return column.kind === 'paper'
      ? paperCell(table.paper?.values ?? [], column, { mechanism, heads })
      : measureCell(statistics, column, { mechanism, heads }, isBaseline(table, mechanism));
  });
  return { id: `${mechanism}-h${heads}`, kind: 'measured', mechanism, heads, cells };
}
function measureCell(statistics, column, { mechanism, heads }, baseline) {
  const summary = statistics.summaries.find(
    (one) => one.column === column.id && one.heads === heads && one.mechanism === mechanism,
  );
  if (!summary || (column.exact && isMixed(summary))) return textCell('');
  const contest = statistics.comparable.filter((one) => one.column === column.id && one.heads === heads);
  const isComparable = contest.includes(summary);
  const standard = isComparable ? contest.find((one) => one.mechanism === 'standard')?.mean : undefined;
  const relative = column.annotation === 'ratio' && standard ? summary.mean / standard : undefined;
  const isRanked = column.annotation === 'rank' && !baseline && isComparable && contest.length > 1;
  const rank = isRanked ? summary.rank : undefined;
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
function measureText({ exact, digits }, { mean }) {
  if (exact) return grouped(mean);
  return digits === undefined ? significant(mean) : mean.toFixed(digits);
}
function intervalText({ digits }, interval) {
  return interval.map((end) => (digits === undefined ? significant(end) : end.toFixed(digits))).join(' to ');
}
