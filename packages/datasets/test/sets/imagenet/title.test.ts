import { expect, it } from 'vitest';
import { imagenet } from '../../../src/index.js';
import { titleOf } from '../../../src/sets/imagenet/title.js';
import { SAMPLES } from '../../support.js';

it('ten classes of ImageNet are Imagenette, wherever they are from', async () => {
  const sample = await imagenet({ size: 8 }).load({ use: 'sample', samples: SAMPLES });
  expect(sample.title).toBe('Imagenette');
  expect(sample.guessing).toEqual({ classes: 10, majority: expect.closeTo(0.1, 1) });
});

it('other classes are ImageNet’s', () => {
  expect(titleOf(['n01440764', 'n02102040'])).toBe('ImageNet');
});
