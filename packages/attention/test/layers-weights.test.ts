import '../../../testing/backend.js';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { mechanism } from '../src/index.js';
import { linformerAttention, standardAttention } from '../src/layers.js';
import { input, makers, modelOf, reloaded } from './layer-models.js';

describe.each(makers)('the attention weights of a layer of %s attention', (name, make) => {
  const pure = mechanism(name)({ modelWidth: 8, heads: 2, contextLength: 5 });
  const [query, value] = [input([3, 4, 8]), input([3, 5, 8], 2)];

  it('are given on request, beside the same output', () => {
    const layer = make({ heads: 2, seed: 3 });
    const [output, weights] = layer.apply([query, value], { returnWeights: true }) as tf.Tensor[];
    const inputs = { query, key: value, value };
    const expected = pure.apply(layer.parameters, inputs, { returnWeights: true });
    expectAllClose(weights as tf.Tensor, expected.weights as tf.Tensor, {});
    expectAllClose(output as tf.Tensor, expected.output, {});
    expect(layer.apply([query, value])).toBeInstanceOf(tf.Tensor);
  });

  it('are an output of a model, of the shape that it says, also once it is loaded', async () => {
    const layer = make({ heads: 2, seed: 3, returnWeights: true });
    const inputs = [tfl.input({ shape: [4, 8] }), tfl.input({ shape: [5, 8] })];
    const outputs = layer.apply(inputs) as tfl.SymbolicTensor[];
    const model = tfl.model({ inputs, outputs });
    const made = model.predict([query, value]) as tf.Tensor[];
    const expected = pure.apply(layer.parameters, { query, key: value, value }, { returnWeights: true });
    expectAllClose(made[0] as tf.Tensor, expected.output, {});
    expectAllClose(made[1] as tf.Tensor, expected.weights as tf.Tensor, {});
    expect(outputs.map(({ shape }) => shape.slice(1))).toEqual(made.map(({ shape }) => shape.slice(1)));
    const loaded = (await reloaded(model)).predict([query, value]) as tf.Tensor[];
    expectAllClose(loaded[1] as tf.Tensor, made[1] as tf.Tensor, {});
  });
});

it('carries no mask on, while the output carries that of the query', () => {
  const tokens = tf.tensor2d(
    [
      [1, 2, 0],
      [3, 0, 0],
    ],
    [2, 3],
    'int32',
  );
  const embed = tfl.layers.embedding({ inputDim: 4, outputDim: 8, maskZero: true });
  const attention = standardAttention({ heads: 2, returnWeights: true });
  const inputs = tfl.input({ shape: [3], dtype: 'int32' });
  const [output, weights] = attention.apply(
    embed.apply(inputs) as tfl.SymbolicTensor,
  ) as tfl.SymbolicTensor[];
  const again = standardAttention({ heads: 2 }).apply(output as tfl.SymbolicTensor) as tfl.SymbolicTensor;
  const model = tfl.model({ inputs, outputs: [again, weights as tfl.SymbolicTensor] });
  const [, shown] = model.predict(tokens) as tf.Tensor[];
  const hidden = tf.slice(shown as tf.Tensor, [0, 0, 0, 2], [2, 2, 3, 1]);
  expectAllClose(hidden, tf.zeros([2, 2, 3, 1]), {});
});

describe('what is refused', () => {
  it('is to ask a layer of a model in a call', () => {
    const inputs = tfl.input({ shape: [4, 8] });
    expect(() => standardAttention({ heads: 2 }).apply(inputs, { returnWeights: true })).toThrow(
      'standard attention: give returnWeights to the layer itself, where it is in a model',
    );
  });

  it('is another name for it', () => {
    const options = { returnAttentionScores: true } as object;
    expect(() => standardAttention({ heads: 2 }).apply(input([1, 4, 8]), options)).toThrow(
      "standard attention: option 'returnAttentionScores' is unknown; known are mask, training, returnWeights",
    );
  });
});

it('is over projected keys where the mechanism projects them', () => {
  const layer = linformerAttention({ heads: 2, projectedLength: 3, returnWeights: true });
  const outputs = modelOf(layer, [8, 8]).outputs.map(({ shape }) => shape);
  expect(outputs).toEqual([
    [null, 8, 8],
    [null, 2, 8, 3],
  ]);
});
