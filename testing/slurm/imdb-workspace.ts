import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { RUNS, type RunRecord, readRecords } from '../../packages/records/src/index.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** The variables that options of the command are taken from. */
const OPTIONS = ['PRESET', 'SEEDS', 'ENGINE', 'DEVICE', 'THREADS', 'CONCURRENT', 'CHECKPOINT_EVERY'];

/** A repository of its own with the table of IMDB alone and no records, on the packages and samples of this one. */
export interface ImdbWorkspace {
  readonly root: string;
  /** The folder of the records under the preset `sample`. */
  readonly folder: string;
  /** What the command prints. @throws its error, with what it printed */
  run(...parameters: string[]): Promise<string>;
  records(): Promise<Map<string, RunRecord>>;
  remove(): Promise<void>;
}

/** @param environment what the command is given */
export async function imdbWorkspace(environment: NodeJS.ProcessEnv): Promise<ImdbWorkspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'imdb workspace ')));
  const experiment = join(root, 'experiments/imdb');
  const folder = join(experiment, 'runs/sample');
  await mkdir(experiment, { recursive: true });
  for (const part of ['packages', 'samples', 'pnpm-lock.yaml', 'experiments/imdb/node_modules']) {
    await symlink(join(REPOSITORY, part), join(root, part));
  }
  for (const part of ['package.json', 'src']) {
    await cp(join(REPOSITORY, 'experiments/imdb', part), join(experiment, part), { recursive: true });
  }
  const command = [
    '--conditions=@better-attention/source',
    `--import=${REPOSITORY}scripts/sources.js`,
    `${REPOSITORY}scripts/better-attention.js`,
  ];
  const inherited = Object.entries(environment).filter(([name]) => !OPTIONS.includes(name));
  const options = { cwd: root, env: Object.fromEntries(inherited) };
  return {
    root,
    folder,
    run: async (...parameters) =>
      (await promisify(execFile)(process.execPath, [...command, ...parameters], options)).stdout,
    records: () => readRecords(folder, RUNS),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
