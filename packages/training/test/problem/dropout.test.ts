import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { dropoutMasks } from '../../src/index.js';

const sites = [
  { shape: [3, 5], rate: 0.2 },
  { shape: [2, 1000], rate: 0.5 },
  { shape: [], rate: 0.9 },
];
const random = randomStream(4, 'dropout');

describe('dropoutMasks', () => {
  it('draws each site from a stream of its own', () => {
    expect(dropoutMasks(sites, random)).toEqual([
      random.derive(0).bernoulli(15, 0.8),
      random.derive(1).bernoulli(2000, 0.5),
      random.derive(2).bernoulli(1, 1 - 0.9),
    ]);
  });

  it('writes the masks of a step into those of an earlier one', () => {
    const earlier = dropoutMasks(sites, randomStream(5));
    const masks = dropoutMasks(sites, random, earlier);
    expect(masks.map((mask, site) => mask === earlier[site])).toEqual([true, true, true]);
    expect(masks).toEqual(dropoutMasks(sites, random));
  });

  it('refuses the masks of other sites', () => {
    expect(() => dropoutMasks(sites, random, [new Uint8Array(15), new Uint8Array(15)])).toThrow(
      'expected an array of 2000 bytes, got 15',
    );
  });
});
