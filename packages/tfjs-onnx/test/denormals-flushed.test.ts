import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { compile, tensorSpec } from '../src/index.js';
import './support.js';

it('flushes denormal numbers by default', async () => {
  const fn = await compile((x: tf.Tensor) => tf.mul(x, 0.5), tensorSpec([2]), { allowSpinning: false });
  const [flushed, kept] = await fn.run(Float32Array.of(2e-38, 3e-38));
  expect([flushed, kept]).toEqual([0, Math.fround(1.5e-38)]);
  await fn.dispose();
});
