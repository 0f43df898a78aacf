import { mechanism, mechanisms } from '@better-attention/attention';
import { describe, expect, it } from 'vitest';
import { countLayer } from '../../src/layers/count-layer.js';

const names = [...mechanisms.keys()];
const L = 12;
const D = 40;
const H = 5;
const options = { contextLength: L, modelWidth: D, heads: H, useBias: false };

describe('countLayer', () => {
  it.each(names)('counts as many products and parameters of %s as it states', (name) => {
    for (const heads of [1, 2, H]) {
      for (const useBias of [true, false]) {
        const layer = mechanism(name)({ ...options, heads, useBias });
        const counts = countLayer(name, { ...options, heads, useBias });
        expect(counts.matmulsPerHead).toBe(mechanism(name).matmulsPerHead);
        expect(counts.parameters).toBe(layer.parameterCount);
      }
    }
  });

  it.each([
    ['standard', 4 * D * D, 4 * L * D * D],
    ['optimised', 3 * D * D, 3 * L * D * D],
    ['efficient', 2 * D * D, 2 * L * D * D],
    ['super', 2 * D * D + L * L, 2 * L * D * D + L * L * D],
  ])('counts the closed forms of %s', (name, parameters, linearMultiplyAdds) => {
    expect(countLayer(name, options)).toMatchObject({
      parameters,
      linearMultiplyAdds,
      attentionMultiplyAdds: 2 * L * L * D,
    });
  });

  it('counts the closed forms of the baselines', () => {
    const [projected, features, headWidth] = [3, 16, D / H];
    expect(countLayer('linformer', { ...options, projectedLength: projected })).toMatchObject({
      parameters: 4 * D * D + 2 * projected * L,
      linearMultiplyAdds: 4 * L * D * D + 2 * projected * L * D,
      attentionMultiplyAdds: 2 * L * projected * D,
    });
    expect(countLayer('performer', { ...options, features })).toMatchObject({
      parameters: 4 * D * D,
      linearMultiplyAdds: 4 * L * D * D + 2 * L * D * features,
      attentionMultiplyAdds: 2 * L * features * D,
    });
    expect(countLayer('multi-query', options)).toMatchObject({
      parameters: 2 * D * D + 2 * D * headWidth,
      linearMultiplyAdds: 2 * L * D * D + 2 * L * D * headWidth,
      attentionMultiplyAdds: 2 * L * L * D,
    });
  });

  it.each([
    ['standard', 3 * L * D],
    ['optimised', 2 * L * D],
    ['efficient', L * D],
    ['super', 2 * L * D],
  ])('counts the numbers that the products of %s make', (name, projected) => {
    expect(countLayer(name, options).productElements).toBe(projected + H * L * L + 2 * L * D);
  });

  it('counts the same products with one W^A per head, which holds more parameters', () => {
    const perHead = countLayer('super', { ...options, alignment: 'per head' });
    expect(perHead).toEqual({ ...countLayer('super', options), parameters: 2 * D * D + H * L * L });
  });

  it('counts one, two and one product a head fewer than Standard’s six', () => {
    const counted = ['standard', 'optimised', 'efficient', 'super'].map(
      (name) => countLayer(name, options).matmulsPerHead,
    );
    expect(counted).toEqual([6, 5, 4, 5]);
  });
});
