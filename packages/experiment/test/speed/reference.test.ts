import { describe, expect, it } from 'vitest';
import { checkedRows, checkedSteps, deviations } from '../../src/speed/reference.js';

describe('checkedRows', () => {
  it.each([
    [8, 2, [0, 7]],
    [9, 3, [0, 4, 8]],
    [1, 1, [0]],
  ])('of a batch of %d, %d, hold its first and its last', (batch, count, rows) => {
    expect(checkedRows(batch, count)).toEqual(rows);
  });
});

it('checkedSteps are the whole batch, of which some rows count, and those rows alone', () => {
  const step = {
    batch: { tokens: Int32Array.of(1, 2, 3, 4, 5, 6), weight: Float32Array.of(1, 1, 1) },
    masks: [Uint8Array.of(0, 1, 1, 0, 0, 0)],
  };
  const { whole, part } = checkedSteps(step, [0, 2]);
  expect(whole.batch).toEqual({ tokens: step.batch.tokens, weight: Float32Array.of(1, 0, 1) });
  expect(whole.masks).toBe(step.masks);
  expect(part).toEqual({
    batch: { tokens: Int32Array.of(1, 2, 5, 6), weight: Float32Array.of(1, 1) },
    masks: [Uint8Array.of(0, 1, 0, 0)],
  });
});

describe('deviations', () => {
  const outcome = (loss: number, mean: number, evaluated = 2) => ({
    evaluated: { loss: evaluated, weight: 2 },
    trained: { loss, weight: 2 },
    slots: { mean: { kernel: { shape: [2], values: Float32Array.of(mean, 4) } } },
  });

  it('are of training those of loss and slots, of inference that of the loss', () => {
    expect(deviations(outcome(1, 1, 3), outcome(1, 1))).toEqual({ training: 0, inference: 0.5 });
    expect(deviations(outcome(1, 3), outcome(1, 1)).training).toBe(0.5);
    expect(deviations(outcome(5, 1), outcome(4, 1)).training).toBe(0.25);
  });

  it('are NaN, which no limit allows, where a slot is missing', () => {
    expect(deviations({ ...outcome(1, 1), slots: {} }, outcome(1, 1)).training).toBeNaN();
  });
});
