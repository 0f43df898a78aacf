import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { killAll, processesWith } from './processes.js';

/** Seconds that a daemon has to end when asked. */
const STOP_LIMIT = 10;

/** The variable that marks a daemon and what it starts. */
const MARK = 'SLURM_TESTING_DAEMON';

/**
 * Daemons that write their logs into one folder. They end with this process, whatever ends it but SIGKILL.
 *
 * @param folder where the logs are
 * @param environment what every daemon is given
 */
export function daemonsIn(folder: string, environment: NodeJS.ProcessEnv) {
  const daemons = new Map<string, ChildProcess>();
  const names = new Set<string>();
  const logOf = (name: string) => join(folder, `${name}.log`);

  function start(name: string, program: string, ...parameters: string[]): void {
    const log = openSync(logOf(name), 'a');
    const daemon = spawn(program, parameters, {
      env: { ...environment, [MARK]: logOf(name) },
      stdio: ['ignore', log, log],
    });
    daemon.on('error', (error) => console.error(`${program}: ${error.message}`));
    daemons.set(name, daemon);
    names.add(name);
  }

  /** Ends a daemon alone; what it started goes on. */
  async function kill(name: string): Promise<void> {
    const daemon = daemons.get(name);
    if (daemon === undefined) throw new Error(`expected one of ${[...daemons.keys()]}, got ${name}`);
    const ended = once(daemon, 'exit');
    daemon.kill('SIGKILL');
    await ended;
    daemons.delete(name);
  }

  /** Ends what a daemon started. */
  const killChildren = (name: string) => killAll(processesWith(MARK, logOf(name)));

  function killEverything(): void {
    for (const name of names) killChildren(name);
  }

  async function stop(): Promise<void> {
    for (const [name, daemon] of [...daemons].reverse()) {
      daemons.delete(name);
      if (hasEnded(daemon)) continue;
      const ended = once(daemon, 'exit');
      daemon.kill('SIGTERM');
      await Promise.race([ended, wait(STOP_LIMIT * 1000, undefined, { ref: false })]);
    }
    killEverything();
    process.off('exit', killEverything);
  }

  process.on('exit', killEverything);
  return {
    start,
    kill,
    killChildren,
    /** Asks every daemon to end, the last one first, then ends what is left. */
    stop,
    /** The name of one that has ended. */
    ended: () => [...daemons].find(([, daemon]) => hasEnded(daemon))?.[0],
    /** The end of each log. */
    lastWords: () => [...names].map((name) => `${name}: ${lastLines(logOf(name))}`).join('\n'),
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n') || 'it said nothing';
}
