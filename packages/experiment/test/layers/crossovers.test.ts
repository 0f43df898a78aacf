import { describe, expect, it } from 'vitest';
import { countLayer } from '../../src/layers/count-layer.js';

const count = (mechanism: string, contextLength: number, modelWidth: number) =>
  countLayer(mechanism, { contextLength, modelWidth, heads: 2, useBias: false });

describe.each([8, 24, 50])('Super and Standard attention of width %i, counted without biases', (D) => {
  it('have as many parameters at ℓ = √2 · d_m: fewer below it, more above', () => {
    const standard = count('standard', 1, D).parameters;
    expect(count('super', Math.floor(Math.SQRT2 * D), D).parameters).toBeLessThan(standard);
    expect(count('super', Math.ceil(Math.SQRT2 * D), D).parameters).toBeGreaterThan(standard);
  });

  it('differ by a quarter of the parameters at ℓ = d_m', () => {
    expect(count('super', D, D).parameters).toBe(0.75 * count('standard', D, D).parameters);
  });

  it('take as many multiply-adds in linear maps, and in all, at ℓ = 2 · d_m: fewer below it, more above', () => {
    const difference = (L: number, measure: 'linearMultiplyAdds' | 'attentionMultiplyAdds') =>
      count('super', L, D)[measure] - count('standard', L, D)[measure];
    expect(difference(2 * D - 1, 'linearMultiplyAdds')).toBeLessThan(0);
    expect(difference(2 * D, 'linearMultiplyAdds')).toBe(0);
    expect(difference(2 * D + 1, 'linearMultiplyAdds')).toBeGreaterThan(0);
    expect(difference(2 * D, 'attentionMultiplyAdds')).toBe(0);
  });
});
