import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { orthogonalFeatures } from '../src/math/random-features.js';

const dot = (a: number[], b: number[]) =>
  a.reduce((sum, element, at) => sum + element * (b[at] as number), 0);
const mean = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

describe('orthogonal features', () => {
  it.each([
    [1, 3],
    [16, 16],
    [48, 16],
    [37, 16],
    [64, 64],
  ])('%d of width %d are orthogonal to those of their block alone', (count, width) => {
    const rows = orthogonalFeatures(randomStream(1), count, width);
    expect(rows.map(({ length }) => length)).toEqual(new Array(count).fill(width));
    const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    rows.forEach((row, at) => {
      rows.slice(at + 1).forEach((other, after) => {
        const sameBlock = Math.floor(at / width) === Math.floor((at + 1 + after) / width);
        if (sameBlock) expect(Math.abs(cosine(row, other))).toBeLessThan(1e-12);
        else expect(Math.abs(cosine(row, other))).toBeGreaterThan(1e-9);
      });
    });
  });

  it('are standard normal: squared lengths and elements have the moments of normal vectors', () => {
    const width = 8;
    const rows = orthogonalFeatures(randomStream(2), 4000, width);
    const squares = rows.map((row) => dot(row, row));
    const deviation = Math.sqrt(mean(squares.map((square) => (square - mean(squares)) ** 2)));
    expect(mean(squares)).toBeCloseTo(width, 0);
    expect(deviation).toBeGreaterThan(0.95 * Math.sqrt(2 * width));
    expect(deviation).toBeLessThan(1.05 * Math.sqrt(2 * width));
    for (let column = 0; column < width; column++) {
      const elements = rows.map((row) => row[column] as number);
      expect(Math.abs(mean(elements))).toBeLessThan(4 / Math.sqrt(rows.length));
      expect(mean(elements.map((each) => each ** 4))).toBeGreaterThan(2.6);
      expect(mean(elements.map((each) => each ** 4))).toBeLessThan(3.4);
    }
  });

  it('are the same for the same stream only', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => orthogonalFeatures(randomStream(seed), 5, 4));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('give the softmax kernel in the mean, with less variance than independent ones', () => {
    const [width, count, draws] = [8, 8, 4000];
    const [q, k] = [
      [0.25, -0.2, 0.15, 0.3, -0.1, 0.05, 0.35, -0.25],
      [0.1, -0.3, 0.25, 0.05, 0.2, -0.15, 0.3, 0.1],
    ] as [number[], number[]];
    const exact = Math.exp(dot(q, k));
    const estimate = (features: number[][]) =>
      mean(features.map((omega) => Math.exp(dot(omega, q) + dot(omega, k) - (dot(q, q) + dot(k, k)) / 2)));
    const random = randomStream(3);
    const orthogonal = Array.from({ length: draws }, (_, draw) =>
      estimate(orthogonalFeatures(random.derive('orthogonal', draw), count, width)),
    );
    const independent = Array.from({ length: draws }, (_, draw) => {
      const stream = random.derive('independent', draw);
      return estimate(
        Array.from({ length: count }, () => Array.from({ length: width }, () => stream.normal())),
      );
    });
    const meanSquaredError = (estimates: number[]) => mean(estimates.map((each) => (each - exact) ** 2));
    const standardError = Math.sqrt(meanSquaredError(orthogonal) / draws);
    expect(Math.abs(mean(orthogonal) - exact)).toBeLessThan(4 * standardError);
    expect(standardError / exact).toBeLessThan(0.02);
    expect(meanSquaredError(orthogonal)).toBeLessThan(0.95 * meanSquaredError(independent));
  });
});
