import { join, relative } from 'node:path';
import { named } from '../support/failure.js';
import { IN_FOLDER } from './command-lines.js';
import { grandchildrenOf } from './folders.js';
import { type FoundTable, findTables } from './project-tables.js';
import { describeInstalled, rememberedSources } from './provenance.js';
import type { Workspace } from './workspace.js';

/**
 * Anybody's folder: tables of its own in `experiments/`, and those of installed packages; records in `runs/`, reports in
 * `report/`.
 */
export function projectAt(root: string): Workspace {
  let finding: Promise<ReadonlyMap<string, FoundTable>> | undefined;
  const tables = () => {
    finding ??= findTables(root);
    return finding;
  };
  const tableOf = async (name: string) => named(Object.fromEntries(await tables()), name, 'table');
  return {
    kind: 'project',
    root,
    sources: rememberedSources((code) => describeInstalled(root, code)),
    experimentNames: async () => [...(await tables()).keys()],
    experimentFolder: async (name) => (await tableOf(name)).folder,
    recordsFolder: (name, preset) => join(root, 'runs', name, preset),
    recordsFolders: () => grandchildrenOf(join(root, 'runs')),
    reportFolder: (preset) => join(root, 'report', preset),
    shown: (path) => relative(root, path),
    lines: IN_FOLDER,
    definition: async (name) => (await tableOf(name)).load(),
  };
}
