import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure, oneOf } from '../support/failure.js';
import { IN_REPOSITORY } from './command-lines.js';
import { foldersIn, grandchildrenOf } from './folders.js';
import { packageEntry } from './package-entry.js';
import { describeCheckout, rememberedSources } from './provenance.js';
import type { Definition, Workspace } from './workspace.js';

/** What tells a checkout of better-attention. */
export const REPOSITORY_PARTS: readonly string[] = ['experiments', 'packages/experiment', 'pnpm-lock.yaml'];

/** A checkout of better-attention. */
export function repositoryAt(root: string): Workspace {
  const experiments = join(root, 'experiments');
  const folderOf = (name: string) => join(experiments, name);
  const experimentNames = () => foldersIn(experiments);
  return {
    kind: 'repository',
    root,
    sources: rememberedSources((code) => describeCheckout(root, code)),
    experimentNames,
    experimentFolder: async (name) => folderOf(name),
    recordsFolder: (name, preset) => join(folderOf(name), 'runs', preset),
    recordsFolders: () => grandchildrenOf(experiments, 'runs'),
    reportFolder: (preset) => join(root, 'reports', preset),
    shown: (path) => relative(root, path),
    lines: IN_REPOSITORY,
    async definition(name) {
      const names = await experimentNames();
      oneOf(names, name, 'experiment');
      const module = await packageEntry(join(folderOf(name), 'package.json')).catch((error: Error) => {
        throw new Failure(`experiment '${name}' is not built (${error.message}); run: npm run build`);
      });
      return ((await import(pathToFileURL(module).href)) as { default: Definition }).default;
    },
  };
}
