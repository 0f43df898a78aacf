import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, compileLoop, tensorSpec } from '../src/index.js';
import { dataOf, floats } from './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const quiet = { allowSpinning: false };
const signature = {
  state: { weights: tensorSpec([5, 3]), moment: tensorSpec([5, 3]), count: tensorSpec([], 'int32') },
  inputs: { ids: tensorSpec([4], 'int32'), target: tensorSpec([4, 3]) },
} as const;

interface State {
  weights: tf.Tensor;
  moment: tf.Tensor;
  count: tf.Tensor;
}

function step({ weights, moment, count }: State, { ids, target }: { ids: tf.Tensor; target: tf.Tensor }) {
  const loss = (table: tf.Tensor): tf.Scalar =>
    tf.mean(tf.square(tf.sub(tf.tanh(tf.gather(table, ids)), target)));
  const { value, grad } = tf.valueAndGrad(loss)(weights);
  const nextMoment = tf.add(tf.mul(moment, 0.9), grad);
  return {
    state: {
      count: tf.add(count, tf.scalar(1, 'int32')),
      moment: nextMoment,
      weights: tf.sub(weights, tf.mul(nextMoment, 0.1)),
    },
    outputs: { loss: value, prediction: tf.gather(weights, ids) },
  };
}

const state = () => ({
  weights: dataOf(floats([5, 3])),
  moment: new Float32Array(15),
  count: Int32Array.of(7),
});
const steps = 6;
const ids = Int32Array.from({ length: steps * 4 }, (_, index) => (index * 7) % 5);
const target = dataOf(floats([steps, 4, 3], { seed: 5 }));

describe('compileLoop', () => {
  it('gives the bits of single steps, for any number of them', async () => {
    const single = await compile(({ state, inputs }) => step(state, inputs), signature, quiet);
    const loop = await compileLoop(step, signature, quiet);
    let current = state();
    const losses: number[] = [];
    const predictions: number[] = [];
    for (let index = 0; index < steps; index += 1) {
      const inputs = {
        ids: ids.slice(index * 4, index * 4 + 4),
        target: target.slice(index * 12, index * 12 + 12),
      };
      const result = await single.run({ state: current, inputs });
      current = result.state as typeof current;
      losses.push(result.outputs.loss[0] as number);
      predictions.push(...result.outputs.prediction);
    }
    const all = await loop.run({ state: state(), inputs: { ids, target } });
    expect(all.state).toEqual(current);
    expect([...all.outputs.loss]).toEqual(losses);
    expect([...all.outputs.prediction]).toEqual(predictions);
    expect(losses[steps - 1]).toBeLessThan(losses[0] as number);

    const first = await loop.run({
      state: state(),
      inputs: { ids: ids.slice(0, 4), target: target.slice(0, 12) },
    });
    const rest = await loop.run({
      state: first.state,
      inputs: { ids: ids.slice(4), target: target.slice(12) },
    });
    expect(rest.state).toEqual(current);
    await single.dispose();
    await loop.dispose();
  });
  it('carries state that a step leaves alone, exchanges or returns twice', async () => {
    const loop = await compileLoop(
      ({ a, b, c, d }, { x }) => {
        const sum = tf.add(b, x);
        return { state: { a, b: c, c: b, d: sum, e: sum }, outputs: [sum, d] };
      },
      {
        state: {
          a: tensorSpec([2]),
          b: tensorSpec([2]),
          c: tensorSpec([2]),
          d: tensorSpec([2]),
          e: tensorSpec([2]),
        },
        inputs: { x: tensorSpec([2]) },
      },
      quiet,
    );
    const filled = (element: number) => new Float32Array(2).fill(element);
    const result = await loop.run({
      state: { a: filled(1), b: filled(2), c: filled(3), d: filled(4), e: filled(5) },
      inputs: { x: Float32Array.of(10, 10, 20, 20, 30, 30) },
    });
    expect(result.state).toEqual({ a: filled(1), b: filled(3), c: filled(2), d: filled(32), e: filled(32) });
    expect(result.outputs.map((data) => [...data])).toEqual([
      [12, 12, 23, 23, 32, 32],
      [4, 4, 12, 12, 23, 23],
    ]);
    await loop.dispose();
  });
  it('names what is wrong with a step', async () => {
    const state = { w: tensorSpec([2]) };
    const inputs = { x: tensorSpec([2]) };
    await expect(
      compileLoop(({ w }) => ({ state: { w }, outputs: w }), { state, inputs: {} }),
    ).rejects.toThrow('compileLoop: expected at least one input per step');
    await expect(
      compileLoop(({ w }, { x }) => ({ state: { w: tf.concat([w, x]) }, outputs: w }), { state, inputs }),
    ).rejects.toThrow("compileLoop: expected the next state 'w' as float32 [2], got float32 [4]");
    await expect(
      compileLoop(({ w }) => ({ state: { v: w } as never, outputs: w }), { state, inputs }),
    ).rejects.toThrow("compileLoop: the next state: 'w' is missing; expected 'w'");
  });
  it('names what is wrong with the inputs of a run', async () => {
    const loop = await compileLoop(
      ({ w }, { x, y }) => ({ state: { w: tf.add(w, tf.add(x, y)) }, outputs: w }),
      { state: { w: tensorSpec([2]) }, inputs: { x: tensorSpec([2]), y: tensorSpec([2]) } },
      quiet,
    );
    const w = new Float32Array(2);
    await expect(loop.run({ state: { w }, inputs: { x: new Float32Array(3), y: w } })).rejects.toThrow(
      'run: inputs: expected a multiple of 2 elements ([steps,2]), got 3',
    );
    await expect(loop.run({ state: { w }, inputs: { x: new Float32Array(4), y: w } })).rejects.toThrow(
      "run: 'stacked.input.inputs.y': expected Float32Array of 4 ([2,2]), got Float32Array of 2",
    );
    await loop.dispose();
  });
});
