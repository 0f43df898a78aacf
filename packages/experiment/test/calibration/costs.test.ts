import { describe, expect, it } from 'vitest';
import { roundsOf } from '../../src/calibration/calibrate-layers.js';
import { runCosts } from '../../src/calibration/calibrate-run.js';
import { secondsOf } from '../../src/calibration/costs.js';

describe('the costs of a run', () => {
  const times = { preparing: 2, step: 0.5, evaluation: 0.1, attention: 1, examination: [] };
  const counts = { epochs: 3, steps: 10, validation: 4, test: 5 };

  it('are what it does, each as often as it does it', () => {
    expect(runCosts(times, counts)).toEqual([
      { what: 'preparing', times: 1, seconds: 2 },
      { what: 'step', times: 30, seconds: 0.5 },
      { what: 'evaluation', times: 3 * 4 + 5 + 3 + 50, seconds: 0.1 },
      { what: 'attention', times: 1, seconds: 1 },
    ]);
    expect(secondsOf(runCosts(times, counts))).toBeCloseTo(2 + 15 + 7 + 1);
  });

  it('hold what the model examines', () => {
    const examination = [
      { what: 'examination', times: 1, seconds: 3 },
      { what: 'examined example', times: 100, seconds: 0.02 },
    ];
    const costs = runCosts({ ...times, examination }, counts);
    expect(secondsOf(costs)).toBeCloseTo(25 + 5);
  });
});

describe('the rounds of a size', () => {
  const layers = { rounds: { least: 4, most: 100 }, seconds: 1 };

  it.each([
    [0.001, 100],
    [0.03, 34],
    [0.9, 4],
  ])('are, of %d s each, %d', (seconds, rounds) => {
    expect(roundsOf(seconds, layers)).toBe(rounds);
  });
});
