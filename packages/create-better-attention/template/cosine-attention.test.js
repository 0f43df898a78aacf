import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkMechanism } from '@better-attention/experiment';
import { randomStream } from '@better-attention/random';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import cosineAttention from './cosine-attention.js';

test('nothing is wrong with it', async () => {
  assert.deepEqual(await checkMechanism(cosineAttention), []);
});

test('it minds the direction of keys, and not their lengths', async () => {
  await tf.setBackend('cpu');
  const attention = cosineAttention({ modelWidth: 8, heads: 2 });
  const parameters = attention.init(randomStream(1));
  const random = randomStream(2);
  const draw = (length) =>
    tf.tensor3d(
      Float32Array.from({ length: length * 8 }, () => random.normal()),
      [1, length, 8],
    );
  const [query, key, value] = [draw(3), draw(5), draw(5)];
  const weightsOf = (keys) =>
    attention.apply(parameters, { query, key: keys, value }, { returnWeights: true }).weights.dataSync();
  const [weights, ofLonger] = [weightsOf(key), weightsOf(tf.mul(key, 7))];
  for (const [at, weight] of weights.entries()) assert.ok(Math.abs(weight - ofLonger[at]) < 1e-3);
});

test('it refuses a temperature of 0', () => {
  assert.throws(
    () => cosineAttention({ modelWidth: 8, heads: 2, temperature: 0 }),
    /a temperature above 0, got 0/,
  );
});
