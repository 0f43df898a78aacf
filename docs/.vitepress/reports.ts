import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The reports that are committed, and every folder that their pages link to, relative to the repository. */
export interface Reports {
  readonly presets: readonly string[];
  readonly folders: readonly string[];
}

/** Finds the reports of a repository. That of the preset `sample` is not committed. */
export function committedReports(repository: string): Reports {
  const presets = readdirSync(join(repository, 'reports'))
    .filter((name) => name !== 'sample' && existsSync(join(repository, 'reports', name, 'index.html')))
    .sort();
  const records = readdirSync(join(repository, 'experiments')).flatMap((table) =>
    presets.map((preset) => `experiments/${table}/runs/${preset}`),
  );
  return {
    presets,
    folders: [
      ...presets.map((preset) => `reports/${preset}`),
      ...records.filter((folder) => existsSync(join(repository, folder))),
    ],
  };
}
