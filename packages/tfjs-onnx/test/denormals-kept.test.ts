import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { compile, tensorSpec } from '../src/index.js';
import './support.js';

it('keeps denormal numbers on request', async () => {
  const fn = await compile((x: tf.Tensor) => tf.mul(x, 0.5), tensorSpec([2]), {
    allowSpinning: false,
    flushDenormals: false,
  });
  const [denormal, normal] = await fn.run(Float32Array.of(2e-38, 3e-38));
  expect([denormal, normal]).toEqual([Math.fround(1e-38), Math.fround(1.5e-38)]);
  await fn.dispose();
});
