import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { adam, type Optimiser } from '../src/optimisers.js';

interface Fixture {
  start: number[];
  gradients: number[][];
  parameters: Record<string, number[][]>;
}

/** Written by optimisers.py with Keras' own optimisers. */
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('fixtures/optimisers.json', import.meta.url), 'utf8'),
);

const CASES: Record<string, Optimiser> = {
  adam: adam(),
  'adam-other-settings': adam({ learningRate: 0.05, beta1: 0.8, beta2: 0.9, epsilon: 1e-3 }),
};

function steps(optimiser: Optimiser): number[][] {
  let parameter: tf.Tensor = tf.tensor1d(fixture.start);
  let slots = Object.fromEntries(optimiser.slots.map((name) => [name, tf.zerosLike(parameter)]));
  return fixture.gradients.map((gradient, at) => {
    const scalars = Object.entries(optimiser.scalars(at + 1)).map(([name, value]) => [
      name,
      tf.scalar(value),
    ]);
    ({ parameter, slots } = optimiser.update(
      parameter,
      tf.tensor1d(gradient),
      slots,
      Object.fromEntries(scalars),
    ));
    return [...parameter.dataSync()];
  });
}

describe.each(Object.keys(fixture.parameters))('%s', (name) => {
  it('takes the steps that Keras takes, tiny and vanishing gradients included', () => {
    const actual = steps(CASES[name] as Optimiser);
    fixture.parameters[name]?.forEach((expected, step) => {
      expected.forEach((value, at) => {
        expect(Math.abs((actual[step]?.[at] as number) - value)).toBeLessThan(2e-7);
      });
    });
  });
});

describe('adam', () => {
  it('does not move where there has been no gradient', () => {
    const zero = tf.zeros([3]);
    const start = tf.tensor1d([1, -2, 1e-30]);
    const { parameter } = adam().update(
      start,
      zero,
      { mean: zero, variance: zero },
      { rate: tf.scalar(0.1) },
    );
    expect([...parameter.dataSync()]).toEqual([...start.dataSync()]);
  });
});
