import type { ReportInput } from '@better-attention/reporting';
import type { Workspace } from '../workspace/workspace.js';
import { readRecorded } from './recorded.js';
import type { Table } from './table.js';

/** What a preset's report is made from: the records of some tables. */
export async function reportInput(
  workspace: Workspace,
  tables: readonly Table[],
  preset: string,
): Promise<ReportInput> {
  const inputs = tables.map(async (table) => table.input(await readRecorded(table)));
  return { folder: workspace.reportFolder(preset), preset, tables: await Promise.all(inputs) };
}
