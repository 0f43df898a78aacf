import { type ResolvedExperiment, resolveExperiment } from '../definition/define-experiment.js';
import { resolveLayers } from '../definition/define-layers.js';
import type { PresetChoice } from '../definition/preset-choice.js';
import { Failure } from '../support/failure.js';
import type { Workspace } from '../workspace/workspace.js';
import { layersTable } from './layers.js';
import type { Table } from './table.js';
import { trainingTable } from './training.js';

/**
 * A table of a workspace under a preset.
 *
 * @throws Failure when there is no such table or preset, or it hasn't been built
 */
export async function loadTable(workspace: Workspace, name: string, choice: PresetChoice): Promise<Table> {
  const definition = await workspace.definition(name);
  return 'kind' in definition
    ? layersTable(workspace, resolveLayers(definition, choice))
    : trainingTable(workspace, resolveExperiment(definition, choice));
}

/** As {@link loadTable}, of all experiments. */
export async function loadTables(workspace: Workspace, choice: PresetChoice): Promise<Table[]> {
  const names = await workspace.experimentNames();
  const tables: Table[] = [];
  for (const name of names) tables.push(await loadTable(workspace, name, choice));
  return tables;
}

/**
 * The experiment behind a table of training runs.
 *
 * @throws Failure as {@link loadTable}, or when the table is of single layers
 */
export async function loadExperiment(
  workspace: Workspace,
  name: string,
  choice: PresetChoice,
): Promise<ResolvedExperiment> {
  const definition = await workspace.definition(name);
  if (!('kind' in definition)) return resolveExperiment(definition, choice);
  throw new Failure(`experiment '${name}' measures single layers: it has no training runs`);
}
