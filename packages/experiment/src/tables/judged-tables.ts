import type { Experiment } from '../definition/define-experiment.js';
import { resolveJudgedSpeed } from '../definition/define-speed.js';
import type { JudgedChoice, PresetChoice } from '../definition/preset-choice.js';
import { Failure, named } from '../support/failure.js';
import type { Definition, Workspace } from '../workspace/workspace.js';
import { loadTable } from './load-table.js';
import { speedTable } from './speed.js';
import type { Table } from './table.js';

/** A choice that is about a mechanism of a person's own. */
export type JudgedPreset = PresetChoice & { readonly judged: JudgedChoice };

/**
 * The tables that judge a mechanism: its training runs beside Standard's on some data sets, and its times in their models where a
 * table of step times has them.
 *
 * @param wanted names of tables; by default all that train under the preset
 * @throws Failure when there is no such table, or it trains nothing
 */
export async function judgedTables(
  workspace: Workspace,
  choice: JudgedPreset,
  wanted?: readonly string[],
): Promise<Table[]> {
  const definitions = new Map<string, Definition>();
  for (const name of await workspace.experimentNames())
    definitions.set(name, await workspace.definition(name));
  const trained = Object.fromEntries(
    [...definitions].flatMap(([name, definition]) => (isTrained(definition) ? [[name, definition]] : [])),
  );
  if (Object.keys(trained).length === 0)
    throw new Failure('no table here trains anything; run: npm install better-attention');
  const names =
    wanted ?? Object.keys(trained).filter((name) => choice.preset in (trained[name]?.presets ?? {}));
  const tables: Table[] = [];
  for (const name of names) {
    named(trained, name, 'table');
    tables.push(await loadTable(workspace, name, choice));
  }
  for (const definition of definitions.values()) {
    if (!('kind' in definition) || definition.kind !== 'speed') continue;
    const timed = resolveJudgedSpeed(definition, { ...choice.judged, preset: choice.preset, tables: names });
    if (timed) tables.push(speedTable(workspace, timed));
  }
  return tables;
}

function isTrained(definition: Definition): definition is Experiment {
  return !('kind' in definition);
}
