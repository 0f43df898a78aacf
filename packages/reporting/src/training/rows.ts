import type { RunRecord } from '@better-attention/records';
import { ascending } from '../collections/groups.js';
import { headlineOf, isBaseline, type TrainingTableInput } from '../input/tables.js';
import { countCell, intervalText, measuredCell, textCell } from '../table/cells.js';
import type { Block, Cell, Column, Row } from '../table/table-model.js';
import { counted, mechanismLabel } from '../text/format.js';
import { metricId } from './columns.js';
import { isMixed, mayCompare } from './comparability.js';
import { isUnconverged } from './convergence.js';
import { isDecidedlyBetter } from './decided.js';
import { headlineByHeads, seedsText } from './heads.js';
import { contextRow, paperCell } from './published.js';
import type { TestedRow } from './test-set.js';
import type { DecidedTable } from './training-table.js';

type RowKey = Pick<Row, 'mechanism' | 'heads'>;

/** The rows of a table, block by block; what others published stands below the rows of the same heads. */
export function rowsOf(table: DecidedTable, columns: readonly Column[]): Row[] {
  return blocksOf(table.input).flatMap(({ block, heads, mechanisms }) => {
    const place = { block, heading: headingOf(table, block, heads) };
    const published = (table.input.paper?.context ?? []).filter((row) => row.heads === heads);
    return [
      ...mechanisms.map(
        (mechanism): Row => ({
          id: `${mechanism}-h${heads}`,
          kind: 'measured',
          ...place,
          mechanism,
          heads,
          cells: measuredCells(table, columns, { mechanism, heads }),
        }),
      ),
      ...(block === 'baseline' ? [] : published).map((row, position) =>
        contextRow(columns, row, position, place),
      ),
    ];
  });
}

/** The table's blocks of rows: the paper's, one for each other number of heads, one for baselines. */
function blocksOf(table: TrainingTableInput): { block: Block; heads: number; mechanisms: string[] }[] {
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
    ...ascending(others).map((count) => ({ block: 'heads' as const, heads: count, mechanisms: compared })),
    ...ascending([heads, ...runs.map((run) => run.heads)]).map((count) => ({
      block: 'baseline' as const,
      heads: count,
      mechanisms: baselines.filter(
        (name) => count === heads || runs.some((run) => run.mechanism === name && run.heads === count),
      ),
    })),
  ];
}

function headingOf({ input, summaries }: DecidedTable, block: Block, heads: number): string {
  const count = counted(heads, 'head');
  if (block === 'main') return count;
  if (block === 'baseline') return `Baselines: ${count}`;
  const own = headlineByHeads(input, summaries).filter((summary) => summary.heads === heads);
  return `Ablation: ${count}${own.length > 0 ? `, ${seedsText(own)}` : ''}`;
}

/** The cells of a row of runs. */
export function measuredCells(
  table: DecidedTable,
  columns: readonly Column[],
  { mechanism, heads }: RowKey,
): Cell[] {
  const { records, paper } = table.input;
  const runs = [...records].filter(([, run]) => run.mechanism === mechanism && run.heads === heads);
  const count = (status: 'complete' | 'failed') => {
    const files = runs.filter(([, run]) => run.status === status).map(([file]) => file);
    return countCell(files.length, files);
  };
  return columns.map((column): Cell => {
    if (column.id === 'mechanism') return textCell(mechanismLabel(mechanism));
    if (column.id === 'heads') return countCell(heads);
    if (column.id === 'seeds') return count('complete');
    if (column.id === 'failed') return count('failed');
    if (column.id === 'unconverged') return unconvergedCell(runs);
    return column.kind === 'paper'
      ? paperCell(paper?.values ?? [], column, { mechanism, heads })
      : meanCell(table, column, { mechanism, heads });
  });
}

function unconvergedCell(runs: readonly (readonly [file: string, run: RunRecord])[]): Cell {
  const files = runs
    .filter(([, run]) => run.status === 'complete' && isUnconverged(run))
    .map(([file]) => file);
  return countCell(files.length, files);
}

function meanCell(
  { input, summaries, differences, comparability, tested }: DecidedTable,
  column: Column,
  { mechanism, heads }: RowKey,
): Cell {
  const neighbours = summaries.filter((one) => one.column === column.id && one.heads === heads);
  const summary = neighbours.find((one) => one.mechanism === mechanism);
  if (!summary || (column.exact && isMixed(summary))) return textCell('');
  const contest = neighbours.filter((one) => mayCompare(comparability, column, one));
  const standard = contest.includes(summary)
    ? contest.find((one) => one.mechanism === 'standard')?.mean
    : undefined;
  const isHeadline = heads === input.heads && column.id === metricId('test', headlineOf(input).metric);
  return measuredCell(column, summary, {
    relative: column.annotation === 'ratio' && standard ? summary.mean / standard : undefined,
    decided: isHeadline && isDecidedlyBetter(input, differences, mechanism),
    title: [
      ...(column.exact || !summary.interval
        ? []
        : [`95 % interval ${intervalText(column, summary.interval)}`]),
      ...testSetTitle(
        input,
        column,
        tested.find((row) => row.mechanism === mechanism && input.heads === heads),
      ),
    ].join('; '),
  });
}

/** What stands beside the headline of a row whose runs record their test examples. */
function testSetTitle(input: TrainingTableInput, column: Column, row: TestedRow | undefined): string[] {
  if (!row || column.id !== metricId('test', headlineOf(input).metric)) return [];
  return [`over test sets of ${counted(row.examples, 'example')} ${intervalText(column, row.interval)}`];
}
