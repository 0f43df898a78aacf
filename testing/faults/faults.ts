import { execFileSync } from 'node:child_process';
import { cp, open, stat, truncate } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { RandomStream } from '../../packages/random/src/index.js';
import type { Bench } from './bench.js';
import { checkpointsIn, untilCheckpoints } from './checkpoints.js';
import { recorded } from './recorded.js';
import { type Figures, Tally } from './tally.js';
import { ONE_RUN, startTraining, type Training, trainToEnd } from './training.js';

/** `kill -9` at random moments, again and again until the table is complete or the trials are made; then another table. */
export async function killedAtRandom(bench: Bench, trials: number): Promise<Figures> {
  const tally = new Tally('kill -9 at a random moment');
  while (tally.trials < trials) {
    const workspace = await bench.workspace();
    for (let complete = false; !complete && tally.trials < trials; ) {
      const before = await recorded(workspace);
      const training = startTraining(workspace);
      await training.line(/ to train$/);
      const killed = await killAfter(training, bench.longest * bench.random.uniform());
      if (!killed) complete = true;
      else tally.strike(before, await recorded(workspace));
    }
    await tally.goOn(bench, workspace);
  }
  return tally.figures();
}

/**
 * A fault at one file operation of a run, for each operation or for some, evenly spread.
 *
 * @param kind of inject.js: `kill`, `torn`, `ENOSPC`, …
 */
export async function atFileOperations(bench: Bench, kind: string, trials: number): Promise<Figures> {
  const tally = new Tally(`${kind} at a file operation`);
  const counted = await trainToEnd(await bench.workspace(), { ...ONE_RUN, fault: 'count' });
  const operations = Number(/operations: (\d+)/.exec(counted.output)?.[1]);
  const count = Math.min(trials, operations);
  for (let trial = 0; trial < count; trial++) {
    const operation = 1 + Math.floor((trial * operations) / count);
    const workspace = await bench.workspace();
    const { code, signal, output } = await trainToEnd(workspace, {
      ...ONE_RUN,
      fault: `${kind}@${operation}`,
    });
    const killed = signal === 'SIGKILL';
    tally.strike({}, {});
    if (
      kind.startsWith('E')
        ? code !== 0 && !/disk is full|read-only|no permission/.test(output)
        : !killed && code !== 0
    ) {
      tally.problem(`${kind}@${operation}: exit code ${code}\n${output}`);
    }
    await tally.goOn(bench, workspace, ONE_RUN);
  }
  return { ...tally.figures(), more: { operations } };
}

/** A polite stop at a random moment, by the signal that schedulers send. */
export async function stoppedPolitely(bench: Bench, trials: number): Promise<Figures> {
  const tally = new Tally('SIGTERM at a random moment');
  let longest = 0;
  while (tally.trials < trials) {
    const workspace = await bench.workspace();
    for (let complete = false; !complete && tally.trials < trials; ) {
      const before = await recorded(workspace);
      const training = startTraining(workspace);
      await training.line(/ to train$/);
      await Promise.race([setTimeout(bench.longest * bench.random.uniform()), training.ended]);
      const asked = performance.now();
      training.child.kill('SIGTERM');
      const { code, output } = await training.ended;
      if (code === 0) complete = true;
      else {
        longest = Math.max(longest, (performance.now() - asked) / 1000);
        if (code !== 143) tally.problem(`exit code ${code} after SIGTERM\n${output}`);
        tally.strike(before, await recorded(workspace));
      }
    }
    await tally.goOn(bench, workspace);
  }
  return { ...tally.figures(), more: { 'longest stop in seconds': Number(longest.toFixed(2)) } };
}

/** `kill -9` or SIGTERM once in the middle of a run, by turns; then the same command goes on to the end. */
export async function interruptedOnce(bench: Bench, trials: number): Promise<Figures> {
  const tally = new Tally('kill -9 and SIGTERM by turns in the middle of a run');
  let longest = 0;
  for (let trial = 0; trial < trials; trial++) {
    const workspace = await bench.workspace();
    const training = startTraining(workspace);
    await untilCheckpoints(training, workspace, ({ length }) => length >= 1);
    await Promise.race([setTimeout(bench.longest * bench.random.uniform()), training.ended]);
    const asked = performance.now();
    training.child.kill(trial % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
    const { code, signal, output } = await training.ended;
    tally.strike({}, {});
    if (trial % 2 === 1) longest = Math.max(longest, (performance.now() - asked) / 1000);
    if (code !== 143 && signal !== 'SIGKILL') tally.problem(`exit code ${code}\n${output}`);
    await tally.goOn(bench, workspace);
  }
  return { ...tally.figures(), more: { 'longest stop in seconds': Number(longest.toFixed(2)) } };
}

/** One checkpoint or both are damaged: a bit flipped, the end cut off, emptied, or replaced by other bytes. */
export async function damagedCheckpoints(bench: Bench, trials: number): Promise<Figures> {
  const tally = new Tally('damaged checkpoint');
  for (let trial = 0; trial < trials; trial++) {
    const workspace = await bench.workspace();
    let files: readonly string[] = [];
    for (let sitting = 1; sitting <= 2; sitting++) {
      const training = startTraining(workspace, ONE_RUN);
      await untilCheckpoints(training, workspace, ({ length }) => length >= sitting);
      await killAfter(training, 0);
      files = await checkpointsIn(workspace);
    }
    for (const file of trial % 2 === 0 ? files : files.slice(-1)) await damage(file, trial, bench.random);
    tally.strike({}, {});
    const { code, output } = await trainToEnd(workspace, ONE_RUN);
    if (code !== 0) tally.problem(`exit code ${code} with a damaged checkpoint\n${output}`);
    if (!/set aside/.test(output)) tally.problem(`a damaged checkpoint isn't named\n${output}`);
    await tally.goOn(bench, workspace, ONE_RUN);
  }
  return tally.figures();
}

/** The clock goes back by a day each second, also for the process that goes on after a kill. */
export async function clockSetBack(bench: Bench, trials: number): Promise<Figures> {
  const tally = new Tally('clock set back by a day each second');
  for (let trial = 0; trial < trials; trial++) {
    const workspace = await bench.workspace();
    const training = startTraining(workspace, { ...ONE_RUN, clockBack: true });
    await untilCheckpoints(training, workspace, ({ length }) => length >= 1);
    await killAfter(training, 0);
    tally.strike({}, {});
    const { code, output } = await trainToEnd(workspace, { ...ONE_RUN, clockBack: true });
    if (code !== 0) tally.problem(`exit code ${code}\n${output}`);
    await tally.goOn(bench, workspace, ONE_RUN);
  }
  return tally.figures();
}

/** Two processes train one table at once; one of them is killed in every second trial. */
export async function twoProcesses(bench: Bench, trials: number): Promise<Figures> {
  const tally = new Tally('two processes on one table');
  for (let trial = 0; trial < trials; trial++) {
    const workspace = await bench.workspace();
    const both = [startTraining(workspace), startTraining(workspace)];
    if (trial % 2 === 1) {
      await both[0]?.line(/ to train$/);
      await killAfter(both[0] as Training, 2_000 * bench.random.uniform());
    }
    const endings = await Promise.all(both.map(({ ended }) => ended));
    tally.strike({}, {});
    await tally.shared(bench, workspace, endings);
  }
  return tally.figures();
}

/**
 * Two processes that know nothing of each other's process numbers and names, as on two machines with one file system; the
 * first is killed. Needs Linux' namespaces and the right to make them.
 */
export async function twoNodes(bench: Bench, trials: number): Promise<Figures> {
  const tally = new Tally('two nodes with one folder, one of them lost');
  const node = (name: string) => [
    ...['unshare', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc'],
    ...['sh', '-c', `hostname ${name} && exec "$@"`, name],
  ];
  for (let trial = 0; trial < trials; trial++) {
    const workspace = await bench.workspace();
    const first = startTraining(workspace, { within: node('first') });
    await untilCheckpoints(first, workspace, ({ length }) => length >= 1);
    const second = startTraining(workspace, { within: node('second') });
    const waited = await second.line(/waiting for/);
    if (waited === undefined || !waited.includes('first'))
      tally.problem(`the second node did not wait: ${waited}`);
    await killAfter(first, 0);
    tally.strike({}, {});
    await tally.shared(bench, workspace, [await second.ended]);
  }
  return tally.figures();
}

/** A process is stopped until another takes its run over, then it goes on. */
export async function takenOver(bench: Bench, trials: number): Promise<Figures> {
  const tally = new Tally('SIGSTOP, take-over, SIGCONT');
  for (let trial = 0; trial < trials; trial++) {
    const workspace = await bench.workspace();
    const first = startTraining(workspace, ONE_RUN);
    await untilCheckpoints(first, workspace, ({ length }) => length >= 1);
    first.child.kill('SIGSTOP');
    const second = startTraining(workspace, ONE_RUN);
    await second.line(/waiting for/);
    tally.strike({}, {});
    const ending = await second.ended;
    const before = await recorded(workspace);
    first.child.kill('SIGCONT');
    const woken = await first.ended;
    if (woken.code !== 0) tally.problem(`the process that woke up ended with ${woken.code}\n${woken.output}`);
    tally.strike(before, await recorded(workspace), 0);
    await tally.shared(bench, workspace, [ending], ONE_RUN);
  }
  return tally.figures();
}

/** Whether this process may make namespaces. */
export function hasNamespaces(): boolean {
  try {
    execFileSync('unshare', ['--uts', '--pid', '--fork', '--mount-proc', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Kills a process after a while, unless it has ended; whether it was killed. */
async function killAfter(training: Training, milliseconds: number): Promise<boolean> {
  const over = await Promise.race([setTimeout(milliseconds), training.ended]);
  if (over !== undefined) return false;
  training.child.kill('SIGKILL');
  return (await training.ended).signal === 'SIGKILL';
}

const DAMAGES: readonly ((path: string, at: number) => Promise<void>)[] = [
  async (path, at) => {
    const file = await open(path, 'r+');
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    await file.write(Buffer.from([(buffer[0] as number) ^ (1 << (at % 8))]), 0, 1, at);
    await file.close();
  },
  (path, at) => truncate(path, at),
  (path) => truncate(path, 0),
  (path) => cp(process.execPath, path),
];

async function damage(path: string, trial: number, random: RandomStream): Promise<void> {
  const { size } = await stat(path);
  const way = DAMAGES[Math.floor(trial / 2) % DAMAGES.length];
  await way?.(path, Math.floor(size * random.uniform()));
}
