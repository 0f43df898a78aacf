import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SourceRecord } from '@better-attention/records';
import type { Experiment } from '../definition/define-experiment.js';
import type { Layers } from '../definition/define-layers.js';
import type { Speed } from '../definition/define-speed.js';
import { Failure, named } from '../support/failure.js';
import { type CommandLines, IN_FOLDER, IN_REPOSITORY } from './command-lines.js';
import { describeSources } from './provenance.js';

/** The folders of a repository of tables. */
export type Workspace = ReturnType<typeof workspaceAt>;

/** What a table's workspace states. */
type Definition = Experiment | Layers | Speed;

/** What tells a repository of tables. */
const PARTS = ['experiments', 'packages', 'pnpm-lock.yaml'];

/**
 * The repository around a folder: the nearest that has `experiments/`, `packages/` and `pnpm-lock.yaml`.
 *
 * @throws Failure when there is none
 */
export function findWorkspace(folder: string = process.cwd()): Workspace {
  const found = nearest(resolve(folder));
  if (found !== undefined) return workspaceAt(found);
  throw new Failure(
    `found no folder with ${PARTS.join(', ')} at ${folder} or above it; run better-attention inside a checkout of its repository`,
  );
}

/** What is typed in a folder to run the command. */
export function commandLinesAt(folder: string = process.cwd()): CommandLines {
  return nearest(resolve(folder)) === undefined ? IN_FOLDER : IN_REPOSITORY;
}

function nearest(folder: string): string | undefined {
  if (PARTS.every((part) => existsSync(join(folder, part)))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearest(parent);
}

function workspaceAt(root: string) {
  /** The folder of an experiment's workspace. */
  const experimentFolder = (name: string) => join(root, 'experiments', name);

  /** The names of all experiments. */
  async function experimentNames(): Promise<string[]> {
    const entries = await readdir(join(root, 'experiments'), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  }

  const described = new Map<readonly string[], Promise<SourceRecord>>();
  /** The sources that run, read once for each list of code: tables of one kind share them. */
  function sources(code: readonly string[]): Promise<SourceRecord> {
    const known = described.get(code) ?? describeSources(root, code);
    described.set(code, known);
    return known;
  }

  return {
    /** The folder of the repository. */
    root,
    sources,
    /** What is typed here to run the command. */
    lines: IN_REPOSITORY,
    /** The folder of the samples that the repository carries. */
    samples: join(root, 'samples'),
    experimentNames,
    experimentFolder,
    /** The folder of an experiment's records under a preset. */
    recordsFolder: (name: string, preset: string) => join(experimentFolder(name), 'runs', preset),
    /** The folder of a preset's report. */
    reportFolder: (preset: string) => join(root, 'reports', preset),
    /** A path as messages show it: from the root. */
    shown: (path: string) => relative(root, path),
    /**
     * What an experiment states.
     *
     * @throws Failure when there is none of the name, or it hasn't been built
     */
    async definition(name: string): Promise<Definition> {
      const names = await experimentNames();
      named(Object.fromEntries(names.map((each) => [each, each])), name, 'experiment');
      const module = await entryOf(experimentFolder(name)).catch((error: Error) => {
        throw new Failure(`experiment '${name}' is not built (${error.message}); run: npm run build`);
      });
      return ((await import(pathToFileURL(module).href)) as { default: Definition }).default;
    },
  };
}

/** The file that a package's name stands for, under the conditions of this process. */
async function entryOf(folder: string): Promise<string> {
  const description = join(folder, 'package.json');
  const { name } = JSON.parse(await readFile(description, 'utf8')) as { name: string };
  return createRequire(description).resolve(name);
}
