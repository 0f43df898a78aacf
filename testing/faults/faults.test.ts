import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEXTS } from '../tiny-workspace.js';
import { type Bench, openBench } from './bench.js';
import { atFileOperations, damagedCheckpoints, killedAtRandom, stoppedPolitely } from './faults.js';
import type { Figures } from './tally.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ source: TEXTS, seed: 1 });
}, 300_000);
afterAll(() => bench.dispose());

/** A few trials of what `pnpm faults` does at length. */
describe('a training', { timeout: 600_000 }, () => {
  it.each<[string, () => Promise<Figures>]>([
    ['is killed at random moments', () => killedAtRandom(bench, 2)],
    ['is killed at a file operation', () => atFileOperations(bench, 'kill', 3)],
    ['is killed in the middle of a write', () => atFileOperations(bench, 'torn', 3)],
    ['finds the disk full', () => atFileOperations(bench, 'ENOSPC', 3)],
    ['is asked to stop at random moments', () => stoppedPolitely(bench, 2)],
    ['has damaged checkpoints', () => damagedCheckpoints(bench, 2)],
  ])('that %s ends with the records of one that nothing befell', async (_, fault) => {
    const { trials, lost, different, problems } = await fault();
    expect({ lost, different, problems }).toEqual({ lost: 0, different: 0, problems: [] });
    expect(trials).toBeGreaterThanOrEqual(2);
  });
});
