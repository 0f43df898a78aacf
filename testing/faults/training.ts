import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TINY } from '../tiny-workspace.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const here = pathToFileURL(join(repository, 'testing/faults/')).href;

/** How a training is started, and what befalls it. */
export interface TrainingOptions {
  /** After `train tiny`, or instead of the table where units are named. */
  readonly parameters?: readonly string[];
  /** What inject.js is told, e.g. `kill@7`. */
  readonly fault?: string;
  /** Whether the clock goes back by a day, again and again. */
  readonly clockBack?: boolean;
  /** A command that starts the process, e.g. in namespaces of its own. */
  readonly within?: readonly string[];
}

/** How a process ended, and what it printed. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** `better-attention train` in a process of its own. */
export interface Training {
  readonly child: ChildProcess;
  /** Resolves with the line that matches first, or with nothing when the process ends without one. */
  line(pattern: RegExp): Promise<string | undefined>;
  readonly ended: Promise<Ending>;
}

/** The options that train one run of the tiny table alone. */
export const ONE_RUN: TrainingOptions = { parameters: ['--unit', `${TINY}/sample/super-h2-seed0`] };

/** Starts the training of the tiny table, by one thread, with checkpoints as often as they are allowed. */
export function startTraining(workspace: string, options: TrainingOptions = {}): Training {
  const { parameters = [TINY], fault, clockBack, within = [] } = options;
  const runs = join(workspace, 'experiments', TINY, 'runs');
  const preloads = [
    ...(fault ? [`${here}inject.js?${new URLSearchParams({ fault, folder: runs })}`] : []),
    ...(clockBack ? [`${here}clock.js`] : []),
  ];
  const [program = '', ...words] = [
    ...within,
    process.execPath,
    '--conditions=@better-attention/source',
    `--import=${pathToFileURL(join(repository, 'scripts/sources.js')).href}`,
    ...preloads.map((preload) => `--import=${preload}`),
    join(repository, 'scripts/better-attention.js'),
    'train',
    ...parameters,
    '--threads=1',
    '--checkpoint-every=0.1',
  ];
  const { BETTER_ATTENTION_DATA: _, PRESET: __, SEEDS: ___, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: '1' };
  const child = spawn(program, words, { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  let over = false;
  const note = (line?: string) => {
    if (line !== undefined) lines.push(line);
    for (const watcher of watchers) watcher();
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', note);
  const ended = once(child, 'close').then(([code, signal]) => {
    over = true;
    note();
    return { code, signal, output: lines.join('\n') };
  });
  return {
    child,
    ended,
    line: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined && !over) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
  };
}

/** Trains to the end without faults. */
export async function trainToEnd(workspace: string, options: TrainingOptions = {}): Promise<Ending> {
  return startTraining(workspace, options).ended;
}
