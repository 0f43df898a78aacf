import { basename, extname } from 'node:path';
import type { Dataset, LoadOptions } from '@better-attention/datasets';
import { writeAtomically } from '@better-attention/files';
import { variantParts } from '@better-attention/records';
import { encodeSafetensors, type NamedArrays } from '@better-attention/training';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import { dataOptions } from '../runs/data-options.js';
import { type KeptRun, keptFile, readKept } from '../runs/kept-parameters.js';
import { type PlannedRun, planRuns } from '../runs/plan-runs.js';
import { vocabularyFiles } from '../runs/run-files.js';
import { Failure, oneOf } from '../support/failure.js';
import type { Json } from '../support/json.js';
import type { Workspace } from '../workspace/workspace.js';
import { onnxModel } from './onnx-model.js';

/** Which run of an experiment is exported. */
export interface RunChoice {
  /** By default the experiment's first. */
  readonly mechanism?: string | undefined;
  /** By default the model's own number. */
  readonly heads?: number | undefined;
  /** By default 0. */
  readonly seed?: number | undefined;
}

/** What is exported, from where and into which file. */
export interface ExportOptions extends RunChoice {
  readonly workspace: Workspace;
  /** A path that ends in `.onnx` or `.safetensors`; by default an `.onnx` in this folder, named after the run. */
  readonly out?: string | undefined;
  /** How many examples one run of an `.onnx` takes; any number unless given. */
  readonly batch?: number | undefined;
  readonly progress?: LoadOptions['progress'];
}

/** A file that was written. */
export interface ExportedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes a trained model as one file, and beside it the vocabularies that its tokens are from.
 *
 * @returns the files, the model first
 * @throws Failure when there is no such run, its parameters aren't kept, or they are of other settings or data
 */
export async function exportRun(
  experiment: ResolvedExperiment,
  { workspace, batch, progress, ...options }: ExportOptions,
): Promise<ExportedFile[]> {
  const run = chosenRun(workspace, experiment, options);
  const out = options.out ?? defaultFile(experiment, run);
  const write = writerOf(out);
  const folder = workspace.recordsFolder(experiment.name, experiment.preset.name);
  const where = workspace.shown(keptFile(folder, run));
  const kept = await keptParameters({ workspace, folder, where }, experiment, run);
  const dataset = await experiment.dataset.load({
    ...dataOptions(experiment),
    progress,
    limits: experiment.limits,
  });
  if (kept.metadata.data !== dataset.provenance.contents) {
    throw new Failure(
      `${where} is of other data than is at hand; delete it and ${wayOut(workspace, experiment, run)}`,
    );
  }
  const model = experiment.model.build({
    mechanism: run.mechanism,
    heads: run.heads,
    dataset,
  });
  const vocabularies = vocabulariesBeside(out, dataset);
  const metadata = { ...kept.metadata, ...texts(model.inference.about), ...vocabularies.metadata };
  const parameters = { arrays: kept.arrays, metadata };
  const content = write({ model, parameters, batch, where });
  const files = [[out, content] as const, ...vocabularies.files];
  for (const [file, each] of files) await writeAtomically(file, each);
  return files.map(([file, each]) => ({ path: file, bytes: Buffer.byteLength(each) }));
}

function chosenRun(workspace: Workspace, experiment: ResolvedExperiment, choice: RunChoice): PlannedRun {
  const { name, preset, mechanisms, baselines = [], model } = experiment;
  const { mechanism = mechanisms[0] as string, heads = model.heads, seed = 0 } = choice;
  oneOf([...mechanisms, ...baselines], mechanism, `mechanism of ${name}, preset ${preset.name},`);
  const run = planRuns({ ...experiment, seeds: Math.max(experiment.seeds, seed + 1) }).find(
    (each) =>
      each.mechanism === mechanism &&
      each.heads === heads &&
      each.seed === seed &&
      variantParts(each).length === 0,
  );
  if (run !== undefined) return run;
  throw new Failure(
    `${name}, preset ${preset.name}, has no run of ${mechanism} with ${heads} heads and seed ${seed}; ` +
      `for its runs: ${workspace.lines.command(`plan ${name} --preset ${preset.name} --units`)}`,
  );
}

const defaultFile = ({ name, preset }: ResolvedExperiment, run: PlannedRun): string =>
  `${name}-${preset.name}-${basename(keptFile('', run), '.safetensors')}.onnx`;

type Writer = (options: Parameters<typeof onnxModel>[0]) => Uint8Array;

function writerOf(out: string): Writer {
  const extension = extname(out);
  if (extension === '.onnx') return onnxModel;
  if (extension === '.safetensors') return ({ parameters }) => encodeSafetensors(parameters);
  throw new Failure(`expected a file that ends in .onnx or .safetensors, got '${out}'`);
}

async function keptParameters(
  { workspace, ...place }: Pick<KeptRun, 'folder' | 'where'> & { readonly workspace: Workspace },
  experiment: ResolvedExperiment,
  run: PlannedRun,
): Promise<NamedArrays> {
  const { mechanism, heads, seed, fingerprint } = run;
  return readKept({
    ...place,
    experiment: experiment.name,
    preset: experiment.preset.name,
    mechanism,
    heads,
    seed,
    fingerprint,
    wayOut: `delete it and ${wayOut(workspace, experiment, run)}`,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Failure(
      `the parameters of ${mechanism} with ${heads} heads and seed ${seed} are not kept: ${place.where} is missing; ${wayOut(workspace, experiment, run)}`,
    );
  });
}

/** The command that makes a run's parameters. */
function wayOut(
  { lines }: Pick<Workspace, 'lines'>,
  { name, preset, seeds, pilotSeeds = 0, model }: ResolvedExperiment,
  { mechanism, heads, seed }: PlannedRun,
): string {
  const more = seed < pilotSeeds + seeds ? '' : ` --seeds ${seed + 1 - pilotSeeds}`;
  const others = heads === model.heads ? '' : ` --heads ${heads}`;
  const which = `--mechanism ${mechanism}${others} --seed ${seed}`;
  return `run: ${lines.command(`train ${name} --preset ${preset.name}${more} ${which} --keep-parameters`)}`;
}

/** `model.onnx` → `model.tokens.txt` for the field `tokens`, and each file's SHA-256 for the metadata. */
function vocabulariesBeside(out: string, { vocabularies }: Dataset) {
  const { contents, entries } = vocabularyFiles(vocabularies);
  const stem = out.slice(0, -extname(out).length);
  return {
    files: entries.map(({ field, file }) => [`${stem}.${field}.txt`, contents.get(file) as string] as const),
    metadata: Object.fromEntries(entries.map(({ field, sha256 }) => [`vocabulary.${field}`, sha256])),
  };
}

function texts(about: Readonly<Record<string, Json>>): Record<string, string> {
  return Object.fromEntries(Object.entries(about).map(([name, value]) => [name, JSON.stringify(value)]));
}
