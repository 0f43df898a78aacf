import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';

describe('expectAllClose', () => {
  it('passes at the tolerance and prints the worst element beyond it', () => {
    expectAllClose(
      [
        [1, 2],
        [3, 4.5],
      ],
      [
        [1, 2],
        [3, 4],
      ],
      { absolute: 0.5 },
    );
    expect(() =>
      expectAllClose(
        [
          [1, 2.5],
          [3, 5],
        ],
        [
          [1, 2],
          [3, 4],
        ],
        { absolute: 0.25 },
      ),
    ).toThrow('all close: 2 of 4 elements differ, the worst at [1,1]: expected 4, got 5');
  });

  it('scales the relative tolerance by the expected number', () => {
    expectAllClose([1001], [1000], { relative: 1e-3 });
    expect(() => expectAllClose([1002], [1000], { relative: 1e-3 })).toThrow('the worst at [0]');
  });

  it('compares shapes before elements', () => {
    expect(() => expectAllClose([[1, 2]], [1, 2], { absolute: 9 })).toThrow(
      'all close: expected shape [2], got [1,2]',
    );
    expect(() => expectAllClose(new Float32Array(3), [0, 0], {})).toThrow('expected shape [2], got [3]');
    expect(() => expectAllClose([[1], [1, 2]], [1], {})).toThrow('all close: expected rows of equal lengths');
  });

  it.each([
    [Number.NaN, 0],
    [0, Number.NaN],
    [Infinity, Number.NaN],
    [Infinity, -Infinity],
    [1e38, Infinity],
    [Infinity, 1e38],
  ])('does not take %d for %d at any tolerance', (actual, expected) => {
    expect(() => expectAllClose([actual], [expected], { absolute: 1e300, relative: 1e300 })).toThrow(
      `expected ${expected}, got ${actual}`,
    );
  });

  it('takes NaN for NaN, an infinity for itself and −0 for 0', () => {
    expectAllClose([Number.NaN, Infinity, -Infinity, -0], [Number.NaN, Infinity, -Infinity, 0], {});
  });
});
