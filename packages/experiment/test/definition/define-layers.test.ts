import { describe, expect, it } from 'vitest';
import { defineLayers, resolveLayers } from '../../src/definition/define-layers.js';
import { layerSizes } from '../../src/layers/layer-size.js';
import { definition } from '../timed-layers.js';

describe('defineLayers', () => {
  it.each([
    [
      { mechanisms: ['supper'] },
      "unknown mechanism 'supper'; did you mean super? Known: standard, optimised, efficient, super",
    ],
    [{ axes: { ...definition.axes, heads: [2, 3] } }, "3 heads don't divide the model width 8"],
    [
      { axes: { ...definition.axes, heads: [1, 4] } },
      "preset sample: the axis heads (1, 4) lacks the base's 2",
    ],
    [{ kind: 'complexity' as const }, /Unrecognized keys: "batches"/],
    [{ rounds: { least: 9, most: 3 } }, /at least as many as the least\s*→ at rounds\.most$/],
    [{ batches: [64, 64] }, /'64' is there already\s*→ at batches\[1\]$/],
    [{ presets: { '..': { because: 'a path' } } }, /at presets\["\.\."\]$/],
    [{ presets: { sample: { because: 'quick', epochs: 3 } } }, /Unrecognized key: "epochs"/],
  ])('refuses %j', (change, message) => {
    expect(() => defineLayers({ ...definition, ...change } as typeof definition)).toThrow(message);
  });

  it('applies the overrides of a preset and leaves the rest', () => {
    const layers = defineLayers(definition);
    expect(resolveLayers(layers, { preset: 'sample' })).toMatchObject({
      repetitions: 2,
      renew: true,
      batches: [1, 64],
    });
    expect(resolveLayers(layers, { preset: 'paper' })).toMatchObject({ repetitions: 5, renew: false });
    expect(resolveLayers(layers, { preset: 'paper', seeds: 7 })).toMatchObject({ repetitions: 7 });
    expect(() => resolveLayers(layers, { preset: 'paper', seeds: 0 })).toThrow(
      'seeds: expected a whole number above 0, got 0',
    );
    expect(() => resolveLayers(layers, { preset: 'cpu' })).toThrow(
      "unknown preset of speed 'cpu'; known: sample, paper",
    );
  });
});

it('sizes vary one axis at a time, each size once', () => {
  const sizes = layerSizes(definition).map(({ contextLength, modelWidth, heads }) => [
    contextLength,
    modelWidth,
    heads,
  ]);
  expect(sizes).toEqual([
    [16, 8, 2],
    [32, 8, 2],
    [16, 4, 2],
    [16, 8, 1],
  ]);
});
