import type { PresetChoice } from '../definition/preset-choice.js';
import type { Workspace } from '../workspace/workspace.js';
import { loadTable } from './load-table.js';
import type { Table } from './table.js';

/**
 * As `loadTable`, of all experiments that have the preset; of those that judge a mechanism where the choice is about one.
 *
 * @throws Failure as well when none has it
 */
export async function loadTables(workspace: Workspace, choice: PresetChoice): Promise<Table[]> {
  const { judged } = choice;
  if (judged) {
    const { judgedTables } = await import('./judged-tables.js');
    return judgedTables(workspace, { ...choice, judged });
  }
  const names = await workspace.experimentNames();
  const having: string[] = [];
  for (const name of names) {
    if (Object.hasOwn((await workspace.definition(name)).presets, choice.preset)) having.push(name);
  }
  const tables: Table[] = [];
  for (const name of having.length > 0 ? having : names)
    tables.push(await loadTable(workspace, name, choice));
  return tables;
}
