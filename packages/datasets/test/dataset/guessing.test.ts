import { expect, it } from 'vitest';
import { commonestOf, guessingOf } from '../../src/dataset/guessing.js';

it('the majority is the share of the commonest label, the first of equals', () => {
  const labels = Int32Array.of(2, 0, 2, 1, 1);
  expect(commonestOf(4, labels)).toEqual({ label: 1, share: 0.4 });
  expect(guessingOf(4, labels)).toEqual({ classes: 4, majority: 0.4 });
});
