import { basename } from 'node:path';
import type { ReportInput, TableInput } from '@better-attention/reporting';
import type { Workspace } from '../workspace/workspace.js';
import { readRecorded } from './recorded.js';
import type { Table } from './table.js';
import { toMeasure } from './to-measure.js';

/**
 * What a preset's report is made from: the records of some tables, and of those without any what would measure them.
 *
 * @param folder where it is written
 */
export async function reportInput(
  workspace: Workspace,
  tables: readonly Table[],
  preset: string,
  folder = workspace.reportFolder(preset),
): Promise<ReportInput> {
  const inputs = tables.map(async (table) => {
    const input = await table.input(await readRecorded(table));
    return input.records.size > 0 || table.judged
      ? input
      : { ...input, toMeasure: await toMeasure(workspace, table) };
  });
  const found = await Promise.all(inputs);
  const judged = tables.find((table) => table.judged)?.judged?.mechanism;
  return {
    folder,
    preset,
    tables: judged ? found.filter((input) => hasRunsOf(judged.name, input)) : found,
    ...(judged && { judged: { name: judged.name, file: basename(judged.path), sha256: judged.sha256 } }),
  };
}

/** Whether anything is recorded of a mechanism. */
function hasRunsOf(mechanism: string, { records }: TableInput): boolean {
  return [...records.values()].some((record) =>
    'mechanism' in record ? record.mechanism === mechanism : 'kind' in record,
  );
}
