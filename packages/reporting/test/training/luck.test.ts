import type { CompleteRun } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { deadStarts, luckSentences, sharedLuck } from '../../src/training/luck.js';
import { completeRun, tableOf } from '../runs.js';

const run = (mechanism: string, seed: number, accuracy: number): CompleteRun =>
  completeRun(mechanism, { seed, test: { loss: 0.5, accuracy } });

describe('the luck of seeds', () => {
  const runs = [0, 1, 2].flatMap((seed) => [
    run('standard', seed, 0.7 + 0.03 * seed),
    run('super', seed, 0.71 + 0.03 * seed),
  ]);

  it('is what the seed explains of the variance, beside the mechanism', () => {
    const { input, summaries } = buildTrainingTable(tableOf(runs));
    const ofSeeds = 2 * 2 * 3 ** 2;
    const ofMechanisms = 3 * 2 * 0.5 ** 2;
    expect(sharedLuck(input, summaries)).toEqual({
      runs: 6,
      seeds: 3,
      mechanisms: 2,
      bySeed: expect.closeTo(ofSeeds / (ofSeeds + ofMechanisms), 9),
      byMechanism: expect.closeTo(ofMechanisms / (ofSeeds + ofMechanisms), 9),
    });
    expect(luckSentences(input, summaries)).toEqual([
      'Mechanisms share the luck of a seed (its split, its start, its order and its dropout), which is why they are compared seed by seed: of the variance of 6 runs (3 seeds × 2 mechanisms), the seed explains 96 % and the mechanism 4 %, where chance alone would give 40 % and 20 % (two-way analysis of variance).',
    ]);
  });

  it('is found among the seeds that all mechanisms have, without baselines', () => {
    const more = [...runs, run('super', 3, 0.9), run('linformer', 0, 0.2)];
    const { input, summaries, model } = buildTrainingTable(tableOf(more, { baselines: ['linformer'] }));
    expect(sharedLuck(input, summaries)).toMatchObject({ runs: 6, seeds: 3, mechanisms: 2 });
    expect(model.legend).toEqual(expect.arrayContaining(luckSentences(input, summaries)));
  });

  it('is not told of one seed or one mechanism', () => {
    for (const few of [runs.slice(0, 2), runs.filter(({ mechanism }) => mechanism === 'super')]) {
      const { input, summaries } = buildTrainingTable(tableOf(few));
      expect(sharedLuck(input, summaries)).toBeUndefined();
    }
  });
});

describe('dead starts', () => {
  const withUnits = (seed: number, off: readonly number[]): CompleteRun => {
    const { epochs, ...rest } = completeRun('super', { seed, bestEpoch: 2 });
    return {
      ...rest,
      configuration: { model: { headWidth: 6 } },
      epochs: epochs.map((epoch, at) => ({ ...epoch, deadUnits: off[at] ?? 0 })),
    };
  };

  it('are runs with all units off after the first epoch, and at the tested one', () => {
    const table = tableOf([
      withUnits(0, [6, 6]),
      withUnits(1, [6, 3]),
      withUnits(2, [5, 1]),
      completeRun('super', { seed: 3 }),
    ]);
    expect(deadStarts(table)).toEqual({
      runs: 3,
      units: 6,
      afterFirstEpoch: 2,
      tested: 1,
      meanOff: expect.closeTo(10 / 3, 12),
    });
    expect(luckSentences(table, []).at(-1)).toBe(
      'Dead starts: 2 of 3 runs had all 6 ReLU units of the head off for every validation example after epoch 1, 1 at the tested epoch; there, 3.3 of 6 units are off on average.',
    );
  });

  it('are not told of runs that don’t record units', () => {
    expect(deadStarts(tableOf([completeRun('super')]))).toBeUndefined();
  });
});
