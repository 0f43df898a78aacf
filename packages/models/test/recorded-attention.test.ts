import '../../../testing/backend.js';
import { type AttentionParameters, mechanism, mechanisms } from '@better-attention/attention';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { normal, randomised } from '../../../testing/parameters.js';
import { compile, leaves, type TensorData, tensorSpec, unflatten } from '../../tfjs-onnx/src/index.js';

const [BATCH, QUERIES, WIDTH] = [2, 3, 4] as const;

const SHOWN = [1, 0, 1, 0, 0, 1, 1, 1];

/** The output of masked attention and its gradients by query, key, value and parameters, as one graph. */
async function recorded(name: string, keys: number, causal: boolean) {
  const attention = mechanism(name)({ modelWidth: WIDTH, heads: 2, contextLength: keys });
  const parameters = randomised(attention.init(randomStream(1)));
  const values = leaves<tf.Tensor>(parameters);
  const random = randomStream(3, 'inputs');
  const inputs = [QUERIES, keys, keys].map((length) => normal(random, [BATCH, length, WIDTH]));
  const compiled = await compile(
    (given: tf.Tensor[]) => {
      const mask = tf.tensor(SHOWN.slice(0, BATCH * keys), [BATCH, 1, keys], 'bool');
      const output = (...[query, key, value, ...rest]: tf.Tensor[]) => {
        const sequences = { query, key, value } as Record<'query' | 'key' | 'value', tf.Tensor>;
        const tree = unflatten(parameters, rest) as AttentionParameters;
        return attention.apply(tree, { ...sequences, mask, causal }).output;
      };
      const gradients = tf.grads((...tensors: tf.Tensor[]) => tf.sum(tf.square(output(...tensors))));
      return [output(...given), ...gradients(given)];
    },
    [...inputs, ...values].map(({ shape }) => tensorSpec(shape, 'float32')),
    { threads: 1, allowSpinning: false },
  );
  return {
    compiled,
    inputs: [...inputs, ...values].map((each) => each.dataSync().slice() as TensorData),
  };
}

const numbersOf = (arrays: readonly TensorData[]) => arrays.map((each) => [...each].map((one) => one + 0));

describe.each([...mechanisms.keys()])('%s attention as an ONNX graph', (name) => {
  it.each(mechanism(name).supportsCausal ? [false, true] : [false])(
    'takes nothing from NaN and ∞ in masked keys and values, causal: %s',
    async (causal) => {
      const { compiled, inputs } = await recorded(name, 4, causal);
      const finite = numbersOf(await compiled.run(inputs));
      expect(finite.flat().every(Number.isFinite)).toBe(true);
      for (const element of [Number.NaN, Infinity, -Infinity]) {
        const spoilt = inputs.map((each, which) =>
          which === 1 || which === 2
            ? each.map((one, at) => (SHOWN[Math.floor(at / WIDTH)] === 1 ? one : element))
            : each,
        );
        expect(numbersOf(await compiled.run(spoilt as TensorData[]))).toEqual(finite);
      }
      await compiled.dispose();
    },
  );

  it.skipIf(mechanism(name).fixesContextLength)(
    'is zero without any key, with gradients of zero',
    async () => {
      for (const causal of [false, true]) {
        const { compiled, inputs } = await recorded(name, 0, causal);
        expect(new Set(numbersOf(await compiled.run(inputs)).flat())).toEqual(new Set([0]));
        await compiled.dispose();
      }
    },
  );
});
