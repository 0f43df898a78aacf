import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { syntheticImages, syntheticPairs, syntheticTexts } from '../../src/recipes/synthetic-data.js';

const options = { vocabularySize: 1000, length: 6 };
const data = { name: 'data', options };
const all = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('synthetic texts', () => {
  const { test, classes } = syntheticTexts({ classes: 3, words: [1, 9] }).dataset(data, 400, randomStream(0));

  it('are padded at their beginning and cut, with ids of words below the vocabulary’s size', async () => {
    expect(classes).toHaveLength(3);
    const { tokens, label } = (await test.batch(all(400))) as Record<'tokens' | 'label', Int32Array>;
    const rows = all(400).map((row) => [...tokens.subarray(row * 6, (row + 1) * 6)]);
    const lengths = rows.map((row) => row.filter((id) => id > 0).length);
    for (const [at, row] of rows.entries()) {
      expect(row.slice(0, 6 - (lengths[at] as number)).every((id) => id === 0)).toBe(true);
    }
    expect(new Set(lengths)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    const ids = [...tokens].filter((id) => id > 0);
    expect(Math.min(...ids)).toBe(4);
    expect(Math.max(...ids)).toBeLessThan(1000);
    expect(new Set(label)).toEqual(new Set([0, 1, 2]));
  });

  it('have words as often as Zipf’s law says', async () => {
    const { tokens } = (await test.batch(all(400))) as Record<'tokens', Int32Array>;
    const ids = [...tokens].filter((id) => id > 0);
    const share = (n: number) => ids.filter((id) => id < 4 + n).length / ids.length;
    expect(share(1)).toBeCloseTo(Math.log(2) / Math.log(997), 1);
    expect(share(30)).toBeCloseTo(Math.log(31) / Math.log(997), 1);
  });
});

it('synthetic pairs are padded at their ends, the target one token longer', async () => {
  const { test, fields } = syntheticPairs({ words: [2, 2] }).dataset(data, 3, randomStream(0));
  expect(fields.target?.shape).toEqual([7]);
  const { source, target } = (await test.batch([2])) as Record<'source' | 'target', Int32Array>;
  expect([...source].map((id) => id > 0)).toEqual([true, true, false, false, false, false]);
  expect([...target].map((id) => id > 0)).toEqual([true, true, false, false, false, false, false]);
});

it('synthetic images have the size that the data set or the table says, mean 0 and variance 1', async () => {
  const images = syntheticImages({ classes: 2, channels: 3 });
  const { test, fields } = images.dataset({ name: 'data', options: { size: 16 } }, 4, randomStream(0));
  expect(fields.image?.shape).toEqual([16, 16, 3]);
  const { image } = (await test.batch([0, 1, 2, 3])) as Record<'image', Float32Array>;
  const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
  const variance = image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
  const fixed = syntheticImages({ classes: 2, channels: 1, size: 28 });
  expect(fixed.dataset({ name: 'data', options: {} }, 1, randomStream(0)).fields.image?.shape).toEqual([
    28, 28, 1,
  ]);
});
