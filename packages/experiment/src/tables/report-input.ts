import type { ReportInput } from '@better-attention/reporting';
import type { Workspace } from '../workspace/workspace.js';
import { readRecorded } from './recorded.js';
import type { Table } from './table.js';
import { toMeasure } from './to-measure.js';

/** What a preset's report is made from: the records of some tables, and of those without any what would measure them. */
export async function reportInput(
  workspace: Workspace,
  tables: readonly Table[],
  preset: string,
): Promise<ReportInput> {
  const inputs = tables.map(async (table) => {
    const input = await table.input(await readRecorded(table));
    return input.records.size > 0 ? input : { ...input, toMeasure: await toMeasure(workspace, table) };
  });
  return { folder: workspace.reportFolder(preset), preset, tables: await Promise.all(inputs) };
}
