import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { projectAt } from './project.js';
import { REPOSITORY_PARTS, repositoryAt } from './repository.js';
import type { Workspace } from './workspace.js';

/**
 * The workspace around a folder: the nearest checkout of the repository at it or above, else the nearest folder with a
 * `package.json`, else the folder itself.
 */
export function findWorkspace(folder: string = process.cwd()): Workspace {
  const from = resolve(folder);
  const repository = nearest(from, REPOSITORY_PARTS);
  if (repository !== undefined) return repositoryAt(repository);
  return projectAt(nearest(from, ['package.json']) ?? from);
}

/** The nearest folder, at one or above it, that has all of some entries. */
function nearest(folder: string, entries: readonly string[]): string | undefined {
  if (entries.every((entry) => existsSync(join(folder, entry)))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearest(parent, entries);
}
