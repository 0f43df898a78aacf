import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { unitId } from '../tables/unit-id.js';
import { allowedCores, coreShares } from './cores.js';
import type { Launch } from './launcher.js';

/**
 * Several processes on this machine that share the units of a table, each on its own cores, so that the times of one
 * are not those of another. Their lines are passed on with the number of the process, and signals to all of them.
 */
export async function launchLocally(launch: Launch): Promise<number> {
  const { concurrent = 1, threads, signal } = launch;
  signal.throwIfAborted();
  const cores = hasTaskset() ? allowedCores() : undefined;
  const shares = cores && coreShares(cores, concurrent);
  const own = Math.max(1, Math.floor(availableParallelism() / concurrent));
  const limit = shares || threads !== undefined ? [] : ['--threads', `${own}`];
  const processes = Array.from({ length: concurrent }, (_, at) => {
    const pinned = shares ? ['taskset', '--cpu-list', (shares[at] as readonly number[]).join()] : [];
    return start([...pinned, ...commandOf(launch), ...limit], `[${at + 1}] `);
  });
  const stop = () => {
    for (const { child } of processes) child.kill(stopSignal(signal));
  };
  signal.addEventListener('abort', stop);
  const codes = await Promise.all(processes.map(({ ended }) => ended));
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return Math.max(...codes);
}

/** The command line of a process, as this one was started. */
function commandOf({ table, units = [], parameters }: Launch): string[] {
  const ids = units.flatMap((unit) => ['--unit', unitId(table, unit)]);
  const chosen = [table.name, '--preset', table.preset.name, ...ids];
  return [
    process.execPath,
    ...process.execArgv,
    process.argv[1] as string,
    'train',
    ...chosen,
    ...parameters,
  ];
}

/** Starts a program whose lines are passed on behind a prefix; it ended once all of them are. */
function start([program, ...parameters]: readonly string[], prefix: string) {
  const child: ChildProcess = spawn(program as string, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const name of ['stdout', 'stderr'] as const) {
    const lines = createInterface({ input: child[name] as NodeJS.ReadableStream });
    lines.on('line', (line) => process[name].write(`${prefix}${line}\n`));
  }
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? 1);
  return { child, ended };
}

/** The signal that asked this process to stop. */
function stopSignal({ reason }: AbortSignal): NodeJS.Signals {
  return (reason as { readonly signal?: NodeJS.Signals }).signal ?? 'SIGTERM';
}

function hasTaskset(): boolean {
  return process.platform === 'linux' && spawnSync('taskset', ['--version']).status === 0;
}
