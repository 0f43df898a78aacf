import { describe, expect, it } from 'vitest';
import { deviationOf, deviationOfAll } from '../../src/support/deviation.js';

describe('deviationOf', () => {
  it('is the largest difference relative to the largest number', () => {
    expect(deviationOf([1, -2, 4], [1, -2.5, 5])).toBe(0.2);
  });

  it('is NaN where an output is not finite, which no limit allows', () => {
    expect(deviationOf([1, Number.NaN], [1, 2])).toBeNaN();
  });
});

it('deviationOfAll is relative to the largest number of all arrays, and NaN where one is missing', () => {
  expect(
    deviationOfAll(
      [
        [1, 2],
        [1, 9],
      ],
      [
        [1, 3],
        [1, 10],
      ],
    ),
  ).toBe(0.1);
  expect(deviationOfAll([[1, 2]], [[1, 2], [3]])).toBeNaN();
});
