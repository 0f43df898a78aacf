import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shownExamples } from '../../src/runs/shown-examples.js';

const labelsOf = (...labels: number[]) => Int32Array.from(labels);

it('takes one example each of evenly spread classes, wherever in the part they lie', () => {
  const sorted = Int32Array.from({ length: 400 }, (_, position) => Math.floor(position / 4));
  expect(shownExamples(sorted, 4)).toEqual([0, 100, 200, 300]);
  expect(shownExamples(labelsOf(3, 3, 3, 1, 0, 2), 4)).toEqual([4, 3, 5, 0]);
});

it('takes several of a class, evenly spread, where there are fewer classes', () => {
  expect(shownExamples(labelsOf(0, 0, 0, 0, 1, 1, 1, 1), 4)).toEqual([0, 2, 4, 6]);
  expect(shownExamples(labelsOf(5, 5, 5, 5, 5, 5, 5, 5), 4)).toEqual([0, 2, 4, 6]);
});

it('gives as many as are asked for, of as many classes as there are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(9), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 6 }),
      (labels, count) => {
        const shown = shownExamples(Int32Array.from(labels), count);
        expect(shown).toHaveLength(count);
        const classes = new Set(shown.map((position) => labels[position]));
        expect(classes.size).toBe(Math.min(count, new Set(labels).size));
      },
    ),
  );
});
