import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../../testing/all-close.js';
import type { ImageShape } from '../../src/images/image-shape.js';
import { resizeImages } from '../../src/images/resize.js';

interface Case extends ImageShape {
  readonly size: number;
  readonly image: number[];
  readonly resized?: number[];
  readonly sample?: [number, number][];
}

const fixture = readFileSync(new URL('../fixtures/keras-images.json', import.meta.url), 'utf8');
const { resized: cases }: { resized: Case[] } = JSON.parse(fixture);
const tolerance = { absolute: 1e-4, relative: 1e-6 };

describe('resizing', () => {
  it.each(cases)('$height × $width × $channels to $size gives the values of Keras', (each) => {
    const result = resizeImages(Float32Array.from(each.image), each, each.size);
    expect(result).toHaveLength(each.size ** 2 * each.channels);
    if (each.resized) expectAllClose(result, each.resized, tolerance);
    const sample = each.sample ?? [];
    expectAllClose(
      sample.map(([position]) => result[position] as number),
      sample.map(([, value]) => value),
      tolerance,
    );
  });

  it('takes every image of a batch alone', () => {
    const [first, second] = [Float32Array.of(0, 10, 20, 30), Float32Array.of(5, 5, 5, 5)];
    const shape = { height: 2, width: 2, channels: 1 };
    const both = resizeImages(Float32Array.of(...first, ...second), shape, 3);
    expect(both).toEqual(
      Float32Array.of(...resizeImages(first, shape, 3), ...resizeImages(second, shape, 3)),
    );
  });
});
