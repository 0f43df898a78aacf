import { counted } from '../support/counted.js';
import { Failure } from '../support/failure.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ChosenTable } from './confirm-start.js';
import { type MeasureTableOptions, measureTable } from './measure-table.js';

/** Measures tables in this process. @throws Failure that lists the units that could not be measured */
export async function measureTables(
  workspace: Workspace,
  tables: readonly ChosenTable[],
  options: MeasureTableOptions,
): Promise<void> {
  const failures = new Map<string, Error>();
  for (const { table, units } of tables) {
    const failed = await measureTable(workspace, table, { ...options, units });
    for (const [id, error] of failed) failures.set(id, error);
  }
  if (failures.size > 0) throw failure(failures);
}

function failure(errors: ReadonlyMap<string, Error>): Failure {
  const [first] = errors.values();
  const lines = [...errors].map(([id, { message }]) => `  ${id}: ${message.split('\n')[0]}`);
  return new Failure(
    `${counted(errors.size, 'unit')} failed; the same command tries again\n${lines.join('\n')}`,
    { cause: first },
  );
}
