import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paddedExtent, spread } from '../../src/figures/layout.js';

it('labels far enough apart stay where they are', () => {
  expect(spread([50, 10, 90], 15, 200)).toEqual([50, 10, 90]);
});

it('labels too close move apart, and back inside at the end', () => {
  expect(spread([10, 12, 14], 15, 200)).toEqual([10, 25, 40]);
  expect(spread([195, 199, 200], 15, 200)).toEqual([170, 185, 200]);
});

it('labels keep their order, their distance and the frame wherever they start', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 8 }),
      (positions) => {
        const placed = spread(positions, 15, 200);
        const order = [...positions.keys()].sort(
          (a, b) => (positions[a] as number) - (positions[b] as number),
        );
        const sorted = order.map((position) => placed[position] as number);
        for (let at = 1; at < sorted.length; at++) {
          expect((sorted[at] as number) - (sorted[at - 1] as number)).toBeGreaterThanOrEqual(15 - 1e-9);
        }
        expect(Math.max(...placed)).toBeLessThanOrEqual(200);
        expect(Math.min(...placed)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

it('an extent of equal values has room to draw them', () => {
  expect(paddedExtent([1, 3])).toEqual([0.9, 3.1]);
  const [low, high] = paddedExtent([0, 0]);
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});
