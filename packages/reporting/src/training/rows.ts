import { ascending } from '../collections/groups.js';
import { isBaseline, type TrainingTableInput } from '../input/tables.js';
import { countCell, intervalText, measuredCell, textCell } from '../table/cells.js';
import type { Block, Cell, Column, Row, Summary } from '../table/table-model.js';
import { counted, mechanismLabel } from '../text/format.js';
import { contextRow, paperCell } from './published.js';
import type { RankedSummary } from './summaries.js';
import type { TrainingTable } from './training-table.js';

/** What the cells of measured rows show. */
export interface Statistics extends Pick<TrainingTable, 'summaries' | 'leads' | 'comparability'> {
  /** The summaries that may be set against each other. */
  readonly comparable: readonly RankedSummary[];
}

interface RowKey {
  readonly mechanism: string;
  readonly heads: number;
}

/** The rows of a table, block by block; what others published stands below the rows of the same heads. */
export function rowsOf(table: TrainingTableInput, columns: readonly Column[], statistics: Statistics): Row[] {
  return blocksOf(table).flatMap(({ block, heads, mechanisms }) => {
    const place = { block, heading: headingOf(block, heads) };
    const published = (table.paper?.context ?? []).filter((row) => row.heads === heads);
    return [
      ...mechanisms.map(
        (mechanism): Row => ({
          id: `${mechanism}-h${heads}`,
          kind: 'measured',
          ...place,
          mechanism,
          heads,
          cells: measuredCells(table, columns, statistics, { mechanism, heads }),
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

function headingOf(block: Block, heads: number): string {
  const count = counted(heads, 'head');
  if (block === 'main') return count;
  return block === 'heads' ? `Ablation: ${count}` : `Baselines, not ranked: ${count}`;
}

function measuredCells(
  table: TrainingTableInput,
  columns: readonly Column[],
  statistics: Statistics,
  { mechanism, heads }: RowKey,
): Cell[] {
  const runs = [...table.records].filter(([, run]) => run.mechanism === mechanism && run.heads === heads);
  const count = (status: 'complete' | 'failed') => {
    const files = runs.filter(([, run]) => run.status === status).map(([file]) => file);
    return countCell(files.length, files);
  };
  return columns.map((column): Cell => {
    if (column.id === 'mechanism') return textCell(mechanismLabel(mechanism));
    if (column.id === 'heads') return countCell(heads);
    if (column.id === 'seeds') return count('complete');
    if (column.id === 'failed') return count('failed');
    return column.kind === 'paper'
      ? paperCell(table.paper?.values ?? [], column, { mechanism, heads })
      : meanCell(statistics, column, { mechanism, heads }, isBaseline(table, mechanism));
  });
}

function meanCell(
  { summaries, leads, comparable }: Statistics,
  column: Column,
  { mechanism, heads }: RowKey,
  baseline: boolean,
): Cell {
  const summary = summaries.find(
    (one) => one.column === column.id && one.heads === heads && one.mechanism === mechanism,
  );
  if (!summary || (column.exact && isMixed(summary))) return textCell('');
  const contest = comparable.filter((one) => one.column === column.id && one.heads === heads);
  const isComparable = contest.includes(summary);
  const standard = isComparable ? contest.find((one) => one.mechanism === 'standard')?.mean : undefined;
  const isRanked = column.annotation === 'rank' && !baseline && isComparable && contest.length > 1;
  return measuredCell(column, summary, {
    relative: column.annotation === 'ratio' && standard ? summary.mean / standard : undefined,
    rank: isRanked ? summary.rank : undefined,
    decided: leads.some(({ best, decided }) => decided && best === summary),
    title: column.exact || !summary.interval ? '' : `95 % interval ${intervalText(column, summary.interval)}`,
  });
}

/** Whether runs of a row have different counts. */
export function isMixed({ values }: Summary): boolean {
  return new Set(values).size > 1;
}
