import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUNS, type RunRecord, readRecords } from '@better-attention/records';
import { workspace } from './workspace.js';

/** A repository of its own with one table of four short runs, on the packages and samples of this one. */
export interface TinyWorkspace {
  readonly root: string;
  /** The folder of the table's records. */
  readonly records: string;
  /** Starts the command from the sources. */
  start(parameters: readonly string[], environment?: NodeJS.ProcessEnv): Running;
  /** All records by their files, without what differs between two times. */
  results(): Promise<Record<string, unknown>>;
  readRecords(): Promise<Map<string, RunRecord>>;
  remove(): Promise<void>;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  printed(): string;
  /** Resolves when what is printed matches. @throws Error with what was printed when the command ends before */
  prints(pattern: RegExp): Promise<void>;
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** What the experiment of a tiny workspace overrides. */
export interface TinyExperiment {
  readonly epochs?: number;
  readonly seeds?: number;
  readonly mechanisms?: readonly string[];
  readonly train?: number;
  readonly learningRate?: number;
}

export async function tinyWorkspace(overrides: TinyExperiment = {}): Promise<TinyWorkspace> {
  const root = await mkdtemp(join(tmpdir(), 'tiny workspace '));
  const experiment = join(root, 'experiments', 'tiny');
  const records = join(experiment, 'runs', 'sample');
  await mkdir(experiment, { recursive: true });
  for (const part of ['packages', 'samples', 'pnpm-lock.yaml']) {
    await symlink(join(workspace.root, part), join(root, part));
  }
  await symlink(join(workspace.root, 'experiments/imdb/node_modules'), join(experiment, 'node_modules'));
  await writeFile(
    join(experiment, 'package.json'),
    JSON.stringify({ name: 'tiny-table', type: 'module', exports: './experiment.js' }),
  );
  await writeFile(join(experiment, 'experiment.js'), sourceOf(overrides));

  return {
    root,
    records,
    start: (parameters, environment = {}) => start(root, parameters, environment),
    readRecords: () => readRecords(records, RUNS),
    async results() {
      const found = await readRecords(records, RUNS);
      const files = await filesBelow(records);
      return { files, records: Object.fromEntries([...found].map(([name, run]) => [name, lasting(run)])) };
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

function start(cwd: string, parameters: readonly string[], environment: NodeJS.ProcessEnv): Running {
  const { PRESET: _, SEEDS: __, ENGINE: ___, DEVICE: ____, THREADS: _____, ...inherited } = process.env;
  const child = spawn(
    process.execPath,
    [
      '--conditions=@better-attention/source',
      `--import=${workspace.root}/scripts/sources.js`,
      `${workspace.root}/scripts/better-attention.js`,
      ...parameters,
    ],
    { cwd, env: { ...inherited, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code, output: printed }));
  return {
    child,
    ended,
    printed: () => printed,
    async prints(pattern) {
      let over = false;
      void ended.then(() => {
        over = true;
      });
      while (!pattern.test(printed)) {
        if (over) throw new Error(`ended without ${pattern}:\n${printed}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

function sourceOf({
  epochs = 2,
  seeds = 2,
  mechanisms = ['standard', 'super'],
  train = 300,
  learningRate = 0.01,
}: TinyExperiment): string {
  return `import { imdb } from '@better-attention/datasets';
import { defineExperiment, textClassifier } from '@better-attention/experiment';
import { adam } from '@better-attention/training';

export default defineExperiment({
  name: 'tiny',
  title: 'Tiny',
  dataset: imdb({ vocabularySize: 500, length: 8 }),
  model: textClassifier({ modelWidth: 8, heads: 2, hiddenWidth: 8, headWidth: 4, dropout: 0.1 }),
  training: { optimiser: adam({ learningRate: ${learningRate} }), batchSize: 4, epochs: ${epochs}, select: 'accuracy' },
  columns: ['loss', 'accuracy'],
  headline: 'accuracy',
  mechanisms: ${JSON.stringify(mechanisms)},
  seeds: ${seeds},
  presets: { sample: { because: 'a test', embeddedSample: true, limits: { train: ${train}, test: 100 } } },
  deviations: [],
});
`;
}

/** A record without what differs between two times that the same run is trained. */
function lasting(run: RunRecord): object {
  const { startedAt: _, finishedAt: __, machine: ___, engine, epochs, ...rest } = run;
  const {
    trainSeconds: ____,
    inferenceMilliseconds: _____,
    peakMemoryBytes: ______,
    ...same
  } = rest as Record<string, unknown>;
  return {
    ...same,
    engine: { ...engine, concurrentRuns: 0 },
    epochs: epochs.map(({ trainSeconds: _seconds, ...epoch }) => epoch),
  };
}

/** The files below a folder with their contents, but for the records themselves. */
async function filesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.parentPath !== folder);
  const contents = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const;
    }),
  );
  return Object.fromEntries(contents.sort(([a], [b]) => (a < b ? -1 : 1)));
}
