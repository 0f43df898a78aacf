import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { adam, adamW, type Optimiser, rmsprop } from '../src/optimisers/index.js';

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
  adamw: adamW(),
  'adamw-other-settings': adamW({
    learningRate: 0.05,
    weightDecay: 0.3,
    beta1: 0.8,
    beta2: 0.9,
    epsilon: 1e-3,
  }),
  rmsprop: rmsprop(),
  'rmsprop-other-settings': rmsprop({ learningRate: 0.05, rho: 0.7, epsilon: 1e-3 }),
  'adam-decaying': adam({ learningRate: 0.02, decaySteps: 4 }),
  'adamw-decaying': adamW({ learningRate: 0.02, weightDecay: 0.3, decaySteps: 4 }),
  'rmsprop-decaying': rmsprop({ learningRate: 0.02, decaySteps: 4 }),
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
        expect(Math.abs((actual[step]?.[at] as number) - value)).toBeLessThan(4e-7);
      });
    });
  });
});

it('every optimiser is compared', () => {
  expect(Object.keys(fixture.parameters)).toEqual(Object.keys(CASES));
});

describe('settings', () => {
  it.each([
    [() => adam({ learningRate: -1 }), 'adam: learningRate: expected a finite number of at least 0, got -1'],
    [
      () => adam({ learningRate: Number.NaN }),
      'adam: learningRate: expected a finite number of at least 0, got NaN',
    ],
    [() => adam({ learningRate: Number.POSITIVE_INFINITY }), 'at least 0, got Infinity'],
    [() => adam({ learningRate: '0.1' as never }), "at least 0, got '0.1'"],
    [() => adam({ learningRate: null as never }), 'at least 0, got null'],
    [() => adam({ beta1: 1 }), 'adam: beta1: expected a number from 0 to below 1, got 1'],
    [() => adam({ beta2: -0.1 }), 'adam: beta2: expected a number from 0 to below 1, got -0.1'],
    [() => adam({ epsilon: 0 }), 'adam: epsilon: expected a finite number above 0, got 0'],
    [
      () => adam({ lr: 0.1 } as never),
      "adam: unknown setting 'lr'; known: learningRate, beta1, beta2, epsilon, decaySteps",
    ],
    [() => adamW({ weightDecay: -1 }), 'adamw: weightDecay: expected a finite number of at least 0, got -1'],
    [() => adamW({ beta1: 2 }), 'adamw: beta1: expected a number from 0 to below 1, got 2'],
    [
      () => adamW({ decay: 1 } as never),
      "adamw: unknown setting 'decay'; known: learningRate, beta1, beta2, epsilon, weightDecay, decaySteps",
    ],
    [() => adam({ decaySteps: 0 }), 'adam: decaySteps: expected a positive integer, got 0'],
    [() => rmsprop({ decaySteps: 2.5 }), 'rmsprop: decaySteps: expected a positive integer, got 2.5'],
    [() => rmsprop({ rho: 1 }), 'rmsprop: rho: expected a number from 0 to below 1, got 1'],
    [
      () => rmsprop({ momentum: 0.9 } as never),
      "rmsprop: unknown setting 'momentum'; known: learningRate, rho, epsilon, decaySteps",
    ],
  ])('out of their range are refused, case %#', (make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });

  it('are the defaults where they are not given, in the same order', () => {
    expect(JSON.stringify(adamW({ beta1: 0, learningRate: undefined as never }).settings)).toBe(
      '{"learningRate":0.001,"beta1":0,"beta2":0.999,"epsilon":1e-7,"weightDecay":0.004}',
    );
    expect(rmsprop({ decaySteps: 9 }).settings).toEqual({
      learningRate: 0.001,
      rho: 0.9,
      epsilon: 1e-7,
      decaySteps: 9,
    });
  });
});

describe('where there has been no gradient', () => {
  const start = tf.tensor1d([1, -2, 1e-30]);

  function stepWithoutGradient({ slots, scalars, update }: Optimiser): number[] {
    const zero = tf.zeros([3]);
    const zeros = Object.fromEntries(slots.map((name) => [name, zero]));
    const numbers = Object.entries(scalars(1)).map(([name, value]) => [name, tf.scalar(value)]);
    return [...update(start, zero, zeros, Object.fromEntries(numbers)).parameter.dataSync()];
  }

  it.each([adam(), rmsprop(), adamW({ weightDecay: 0 })])('$name does not move', (optimiser) => {
    expect(stepWithoutGradient(optimiser)).toEqual([...start.dataSync()]);
  });

  it('adamw takes away the learning rate times the decay, of small and large alike', () => {
    const decayed = stepWithoutGradient(adamW({ learningRate: 0.5, weightDecay: 0.25 }));
    expect(decayed).toEqual([...tf.mul(start, 0.875).dataSync()]);
  });
});
