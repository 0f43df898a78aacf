import { readFileSync } from 'node:fs';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../../testing/all-close.js';
import { augmentImages, drawChanges, type ImageChange } from '../../src/images/augment.js';
import type { ImageShape } from '../../src/images/image-shape.js';

interface Case extends ImageShape {
  readonly change: ImageChange;
  readonly image: number[];
  readonly changed: number[];
}

const fixture = readFileSync(new URL('../fixtures/keras-images.json', import.meta.url), 'utf8');
const {
  changed: cases,
  bounds,
}: { changed: Case[]; bounds: Record<'angle' | 'zoomHeight' | 'zoomWidth', [number, number]> } =
  JSON.parse(fixture);

describe('changing images', () => {
  it.each(cases)('gives the values of Keras for $change', ({ image, change, changed, ...shape }) => {
    const result = augmentImages(Float32Array.from(image), shape, [change]);
    expectAllClose(result, changed, { absolute: 2e-3 });
  });

  it('changes each image of a batch by its own change, and not the images given', () => {
    const { image, change, ...shape } = cases[1] as Case;
    const still: ImageChange = { flip: false, angle: 0, zoomHeight: 1, zoomWidth: 1 };
    const images = Float32Array.of(...image, ...image);
    const result = augmentImages(images, shape, [still, change]);
    expect(images).toEqual(Float32Array.of(...image, ...image));
    expect(result.subarray(0, image.length)).toEqual(Float32Array.from(image));
    expect(result.subarray(image.length)).toEqual(augmentImages(Float32Array.from(image), shape, [change]));
  });
});

describe('drawing changes', () => {
  const settings = { flip: true, rotation: 0.02, zoom: 0.2 };

  it('stays within the bounds of Keras, reaches them, and flips half of the images', () => {
    const drawn = drawChanges([...Array(4_000).keys()], settings, randomStream(1));
    for (const key of ['angle', 'zoomHeight', 'zoomWidth'] as const) {
      const [lower, upper] = bounds[key];
      const values = drawn.map((change) => change[key]);
      const margin = 0.01 * (upper - lower);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(lower);
      expect(Math.min(...values)).toBeLessThan(lower + margin);
      expect(Math.max(...values)).toBeLessThanOrEqual(upper);
      expect(Math.max(...values)).toBeGreaterThan(upper - margin);
    }
    expect(Math.abs(drawn.filter(({ flip }) => flip).length - 2_000)).toBeLessThan(130);
    const correlation = drawn.reduce(
      (sum, { zoomHeight, zoomWidth }) => sum + (zoomHeight - 1) * (zoomWidth - 1),
      0,
    );
    expect(Math.abs(correlation / 4_000)).toBeLessThan(0.001);
  });

  it('gives an example its own change, the same in any batch of a step', () => {
    const stream = randomStream(1, 'augmentation', 3);
    const [second] = drawChanges([7], settings, stream);
    expect(drawChanges([5, 7, 7], settings, stream).slice(1)).toEqual([second, second]);
    expect(drawChanges([5], settings, stream)).not.toEqual([second]);
    expect(drawChanges([7], settings, randomStream(1, 'augmentation', 4))).not.toEqual([second]);
  });

  it('changes nothing where nothing is asked for', () => {
    const none = { flip: false, rotation: 0, zoom: 0 };
    const [change] = drawChanges([3], none, randomStream(2));
    expect(change).toMatchObject({ flip: false, zoomHeight: 1, zoomWidth: 1 });
    expect(Math.abs((change as ImageChange).angle)).toBe(0);
  });
});
