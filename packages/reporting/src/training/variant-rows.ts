import type { NamedRun, RunRecord } from '@better-attention/records';
import { runsOfRow, type TrainingTableInput } from '../input/tables.js';
import type { Column, Row } from '../table/table-model.js';
import { variantLabel } from '../text/format.js';
import { measuredCells } from './rows.js';
import { summarise } from './summaries.js';
import type { DecidedTable } from './training-table.js';

/** What tells a row from the others of its table. */
export type RowOfRuns = Omit<NamedRun, 'seed'>;

/** A row whose runs may differ from the table's own in how W^A starts and on how many examples they were trained. */
export interface VariantRow extends RowOfRuns {
  /** Its runs alone, in the table's place. */
  readonly input: TrainingTableInput;
}

/** The row of these runs; nothing where there are none. */
export function variantRow(table: TrainingTableInput, row: RowOfRuns): VariantRow | undefined {
  const runs = runsOfRow(table, row);
  return runs.length > 0 ? { ...row, input: { ...table, records: plain(runs) } } : undefined;
}

/** The cells of such a row, without rank: it stands outside of what the table compares. */
export function variantCells(
  table: DecidedTable,
  columns: readonly Column[],
  { input, ...row }: VariantRow,
): Row['cells'] {
  const alone = { ...table, input, summaries: summarise(input), differences: [], tested: [] };
  return measuredCells(alone, columns, row).map((cell, at) =>
    columns[at]?.id === 'mechanism' ? { ...cell, text: variantLabel(row) } : cell,
  );
}

/** Runs of a variant as those of a table of their own. */
function plain(runs: readonly (readonly [file: string, run: RunRecord])[]): Map<string, RunRecord> {
  return new Map(runs.map(([file, { variant: _, trainExamples: __, ...run }]) => [file, run as RunRecord]));
}
