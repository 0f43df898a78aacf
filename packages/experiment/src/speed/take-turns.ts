import { setImmediate } from 'node:timers/promises';
import type { RandomStream } from '@better-attention/random';
import type { Phase } from '@better-attention/records';
import type { ResolvedSpeed } from '../definition/define-speed.js';
import { type Contestant, takeStep } from './contestant.js';

/** What a step of a turn took in the mean, in milliseconds. */
export interface TurnTime {
  readonly wall: number;
  /** Of all threads of the process. */
  readonly processor: number;
}

/** The turns of all contestants. */
export interface Turns {
  /** Of a turn. */
  readonly steps: number;
  /** The times of each contestant, a round each. */
  readonly times: readonly TurnTime[][];
}

/** How turns are taken. */
export interface TurnOptions extends Pick<ResolvedSpeed, 'rounds' | 'secondsPerPhase' | 'turn'> {
  readonly phase: Phase;
  /** Draws the order of each round. */
  readonly random: RandomStream;
  /** Told after each round how much is done, from 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/**
 * Lets contestants take turns of some steps, in another order each round, after a turn each to warm up, which also tells
 * how many steps a turn has. A turn ends when nothing of its steps is left to do, in other threads either.
 */
export async function takeTurns(
  contestants: readonly Contestant[],
  { phase, rounds, secondsPerPhase, turn, random, onProgress }: TurnOptions,
): Promise<Turns> {
  const steps = await warmUp(contestants, phase, turn);
  const times = contestants.map((): TurnTime[] => []);
  const started = performance.now();
  const shareOf = () => (performance.now() - started) / (1000 * secondsPerPhase);
  for (let round = 0; round < rounds.most && (round < rounds.least || shareOf() < 1); round++) {
    for (const at of random.derive(round).permutation(contestants.length)) {
      await setImmediate();
      times[at]?.push(await timeTurn(contestants[at] as Contestant, phase, steps));
    }
    onProgress(Math.min(1, Math.max(shareOf(), (round + 1) / rounds.most), (round + 1) / rounds.least));
  }
  return { steps, times };
}

/** A turn each; gives how many steps take as long as a turn may. */
async function warmUp(
  contestants: readonly Contestant[],
  phase: Phase,
  { steps, seconds }: TurnOptions['turn'],
): Promise<number> {
  let most = steps;
  for (const contestant of contestants) {
    const started = performance.now();
    const limit = 1000 * seconds;
    let taken = 0;
    while (taken < most && (taken === 0 || performance.now() - started < limit)) {
      await takeStep(contestant, phase, taken++);
    }
    await contestant.trainer.settled();
    const step = (performance.now() - started) / taken;
    if (contestant === contestants[0]) most = Math.min(steps, Math.max(1, Math.round(limit / step)));
  }
  return most;
}

async function timeTurn(contestant: Contestant, phase: Phase, steps: number): Promise<TurnTime> {
  const used = process.cpuUsage();
  const started = performance.now();
  for (let step = 0; step < steps; step++) await takeStep(contestant, phase, step);
  await contestant.trainer.settled();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  return { wall: wall / steps, processor: (user + system) / 1000 / steps };
}
