import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Experiment } from './define.js';
import { Failure, named } from './failure.js';
import type { Sweep } from './sweep/define.js';

/** The root of the repository that this package belongs to. */
export const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The folder of the samples that the repository carries. */
export const SAMPLES = join(REPOSITORY, 'samples');

/** The folder of an experiment's workspace. */
export function experimentFolder(name: string): string {
  return join(REPOSITORY, 'experiments', name);
}

/** The folder of an experiment's run records under a preset. */
export function runsFolder(name: string, preset: string): string {
  return join(experimentFolder(name), 'runs', preset);
}

/** The folder of a preset's report. */
export function reportFolder(preset: string): string {
  return join(REPOSITORY, 'reports', preset);
}

/** A path as messages show it: from the root of the repository. */
export function shownPath(path: string): string {
  return relative(REPOSITORY, path);
}

/** The names of all experiments. */
export async function experimentNames(): Promise<string[]> {
  const entries = await readdir(join(REPOSITORY, 'experiments'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Whether a workspace's table is of single layers, not of training runs. */
export function isSweep(definition: Experiment | Sweep): definition is Sweep {
  return 'kind' in definition;
}

/**
 * The experiment of a workspace whose table is of training runs.
 *
 * @throws Failure when there is none of the name, it hasn't been built, or its table is of single layers
 */
export async function loadExperiment(name: string): Promise<Experiment> {
  const definition = await loadDefinition(name);
  if (!isSweep(definition)) return definition;
  throw new Failure(`experiment '${name}' measures single layers: it has no training runs`);
}

/**
 * What a workspace states: training runs, or a sweep over single layers.
 *
 * @throws Failure when there is none of the name, or it hasn't been built
 */
export async function loadDefinition(name: string): Promise<Experiment | Sweep> {
  const names = await experimentNames();
  named(Object.fromEntries(names.map((each) => [each, each])), name, 'experiment');
  const workspace = createRequire(join(experimentFolder(name), 'package.json'));
  let module: string;
  try {
    module = workspace.resolve(`@better-attention/${name}-table`);
  } catch {
    const built = join(experimentFolder(name), 'dist/experiment.js');
    throw new Failure(`experiment '${name}' is not built: ${built} is missing; run: npm run build`);
  }
  return ((await import(pathToFileURL(module).href)) as { default: Experiment | Sweep }).default;
}
