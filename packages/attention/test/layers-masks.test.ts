import '../../../testing/backend.js';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { type AttentionInputs, mechanism } from '../src/index.js';
import { type AttentionLayer, standardAttention } from '../src/layers.js';
import { input, makers, reloaded } from './layer-models.js';

/** Token 0 is padding. As many examples as positions, so that no axis can be taken for another. */
const tokens = tf.tensor2d(
  [
    [1, 2, 3, 0],
    [4, 0, 0, 0],
    [5, 6, 1, 2],
    [3, 3, 0, 0],
  ],
  [4, 4],
  'int32',
);
const otherTokens = tf.tensor2d(
  [
    [2, 0, 0, 0],
    [1, 2, 3, 4],
    [4, 4, 0, 0],
    [6, 5, 4, 0],
  ],
  [4, 4],
  'int32',
);

function embedding(maskZero = true) {
  return tfl.layers.embedding({ inputDim: 7, outputDim: 8, maskZero });
}

function tokenInput(): tfl.SymbolicTensor {
  return tfl.input({ shape: [4], dtype: 'int32' });
}

function apply(layer: tfl.layers.Layer, ...inputs: tfl.SymbolicTensor[]): tfl.SymbolicTensor {
  return layer.apply(inputs.length === 1 ? (inputs[0] as tfl.SymbolicTensor) : inputs) as tfl.SymbolicTensor;
}

/** A Keras mask of keys as the pure functions take it. */
function maskOf(values: tf.Tensor2D): tf.Tensor {
  return tf.expandDims(tf.notEqual(values, 0), 1);
}

/** The output of the mechanism with the layer's weights. */
function expected(name: string, layer: AttentionLayer, inputs: AttentionInputs): tf.Tensor {
  const attention = mechanism(name)({ modelWidth: 8, heads: 2, contextLength: 4 });
  return attention.apply(layer.parameters, inputs).output;
}

function embedded(layer: tfl.layers.Layer, values: tf.Tensor): tf.Tensor {
  return layer.apply(values) as tf.Tensor;
}

describe.each(makers)('%s attention', (name, make) => {
  it.each([Number.NaN, Infinity])(
    'takes nothing of %f where it is hidden, as it is fitted too',
    (element) => {
      const layer = make({ heads: 2 });
      const query = tf.randomUniform([4, 3, 8], -1, 1, 'float32', 1) as tf.Tensor3D;
      const value = tf.randomUniform([4, 4, 8], -1, 1, 'float32', 2) as tf.Tensor3D;
      const shown = tf.notEqual(tokens, 0);
      const spoilt = tf.where(tf.expandDims(shown, 2), value, element);
      const results = (values: tf.Tensor3D) => {
        const output = () => layer.apply([query, values, shown]) as tf.Tensor;
        output();
        const variables = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
        const { grads } = tf.variableGrads(() => tf.sum(tf.square(output())), variables);
        return [output(), ...Object.values(grads)].map((each) => [...each.dataSync()].map((one) => one + 0));
      };
      const clean = results(value);
      expect(clean.flat().every(Number.isFinite)).toBe(true);
      expect(results(spoilt)).toEqual(clean);
    },
  );

  it('hides the padding of its input', () => {
    const [embed, layer] = [embedding(), make({ heads: 2 })];
    const inputs = tokenInput();
    const model = tfl.model({ inputs, outputs: apply(layer, apply(embed, inputs)) });
    const x = embedded(embed, tokens);
    const masked = expected(name, layer, { query: x, key: x, value: x, mask: maskOf(tokens) });
    expectAllClose(model.predict(tokens) as tf.Tensor, masked, {});
    const unmasked = expected(name, layer, { query: x, key: x, value: x });
    expect(tf.max(tf.abs(tf.sub(masked, unmasked))).dataSync()[0]).toBeGreaterThan(1e-3);
  });

  it('hides it through layers, sums and attention in between, and as it is fitted', async () => {
    const [embed, first, second] = [embedding(), make({ heads: 2 }), make({ heads: 2 })];
    const inputs = tokenInput();
    const x = apply(tfl.layers.dropout({ rate: 0 }), apply(embed, inputs));
    const sum = apply(tfl.layers.add(), apply(first, x), x);
    const model = tfl.model({ inputs, outputs: apply(second, sum) });
    const reference = () => {
      const [values, mask] = [embedded(embed, tokens), maskOf(tokens)];
      const inner = expected(name, first, { query: values, key: values, value: values, mask });
      const summed = tf.add(inner, values);
      return expected(name, second, { query: summed, key: summed, value: summed, mask });
    };
    expectAllClose(model.predict(tokens) as tf.Tensor, reference(), {});
    const target = input([4, 4, 8]);
    const loss = tf.losses.meanSquaredError(target, reference()).dataSync()[0] as number;
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
    const { history } = await model.fit(tokens, target, { epochs: 3, shuffle: false, verbose: 0 });
    const losses = history.loss as number[];
    expect(losses[0]).toBeCloseTo(loss, 5);
    expect(losses[2]).toBeLessThan(loss);
    expectAllClose(model.predict(tokens) as tf.Tensor, reference(), {});
  });

  it('hides the padding of the value it attends to, not that of the query, also once loaded', async () => {
    const [embed, layer] = [embedding(), make({ heads: 2 })];
    const [target, source] = [tokenInput(), tokenInput()];
    const outputs = apply(layer, apply(embed, target), apply(embed, source));
    const model = tfl.model({ inputs: [target, source], outputs });
    const [query, value] = [embedded(embed, tokens), embedded(embed, otherTokens)];
    const masked = expected(name, layer, { query, key: value, value, mask: maskOf(otherTokens) });
    expectAllClose(model.predict([tokens, otherTokens]) as tf.Tensor, masked, {});
    const loaded = await reloaded(model);
    expectAllClose(loaded.predict([tokens, otherTokens]) as tf.Tensor, masked, {});
    expect(loaded.layers).toHaveLength(model.layers.length);
  });

  it.each(['bool', 'int32'] as const)(
    'hides keys that the mask of the value, of the key or an explicit one of %s hides',
    (dtype) => {
      const [embed, layer] = [embedding(), make({ heads: 2 })];
      const [target, value, key] = [tokenInput(), tokenInput(), tokenInput()];
      const mask = tfl.input({ shape: [4], dtype });
      const sequences = [target, value, key].map((each) => apply(embed, each));
      const model = tfl.model({
        inputs: [target, value, key, mask],
        outputs: apply(layer, ...sequences, mask),
      });
      const values = tf.tensor2d(
        [
          [1, 2, 3, 4],
          [1, 2, 3, 4],
          [0, 1, 1, 1],
          [1, 1, 1, 1],
        ],
        [4, 4],
        'int32',
      );
      const explicit = tf.tensor2d(
        [
          [0, 1, 1, 1],
          [1, 1, 0, 1],
          [1, 1, 1, 1],
          [1, 1, 1, 0],
        ],
        [4, 4],
        dtype,
      );
      const allowed = [values, otherTokens, explicit].map(maskOf).reduce((a, b) => tf.logicalAnd(a, b));
      const output = expected(name, layer, {
        query: embedded(embed, tokens),
        value: embedded(embed, values),
        key: embedded(embed, otherTokens),
        mask: allowed,
      });
      expectAllClose(model.predict([tokens, values, otherTokens, explicit]) as tf.Tensor, output, {});
    },
  );

  it('hides padding in every batch where it is in a model inside a model', () => {
    const [embed, layer] = [embedding(), make({ heads: 2 })];
    const inner = tokenInput();
    const block = tfl.model({ inputs: inner, outputs: apply(layer, apply(embed, inner)) });
    const inputs = tokenInput();
    const model = tfl.model({ inputs, outputs: block.apply(inputs) as tfl.SymbolicTensor });
    for (const batch of [tokens, otherTokens]) {
      const x = embedded(embed, batch);
      const masked = expected(name, layer, { query: x, key: x, value: x, mask: maskOf(batch) });
      expectAllClose(model.predict(batch) as tf.Tensor, masked, {});
    }
  });

  it('takes no mask from another branch of a model, whichever runs first', () => {
    const [embed, plain] = [embedding(), embedding(false)];
    const layers = [make({ heads: 2 }), make({ heads: 2 }), make({ heads: 2 })] as const;
    const [masked, whole] = [tokenInput(), tokenInput()];
    const hidden = [embed.apply(masked), plain.apply(whole), plain.apply(whole)] as tfl.SymbolicTensor[];
    const branches = [1, 0, 2].map((branch) =>
      apply(layers[branch] as AttentionLayer, hidden[branch] as tfl.SymbolicTensor),
    );
    const model = tfl.model({ inputs: [masked, whole], outputs: branches });
    const [x, y] = [embedded(embed, tokens), embedded(plain, otherTokens)];
    const outputs = model.predict([tokens, otherTokens]) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const open = { query: y, key: y, value: y };
    expectAllClose(outputs[0], expected(name, layers[1], open), {});
    const hiding = { query: x, key: x, value: x, mask: maskOf(tokens) };
    expectAllClose(outputs[1], expected(name, layers[0], hiding), {});
    expectAllClose(outputs[2], expected(name, layers[2], open), {});
  });

  it('takes masks with a call at once', () => {
    const layer = make({ heads: 2 });
    const [x, y] = [input([4, 4, 8]), input([4, 4, 8], 2)];
    const mask = tf.notEqual(tokens, 0);
    const itself = layer.apply(x, { mask }) as tf.Tensor;
    expectAllClose(itself, expected(name, layer, { query: x, key: x, value: x, mask: maskOf(tokens) }), {});
    const other = layer.apply([x, y], { mask: [null, mask] }) as tf.Tensor;
    expectAllClose(other, expected(name, layer, { query: x, key: y, value: y, mask: maskOf(tokens) }), {});
  });
});

describe('the mask of the query', () => {
  it('goes on with the output', () => {
    const layer = standardAttention({ heads: 2 });
    const mask = tf.notEqual(tokens, 0);
    const x = input([4, 4, 8]);
    expect(layer.computeMask([x, x], [mask, tf.onesLike(mask)])).toBe(mask);
    expect(layer.computeMask(x, mask)).toBe(mask);
    expect(layer.computeMask(x)).toBe(null);
  });
});

it.each(makers.filter(([name]) => !mechanism(name).fixesContextLength))(
  '%s attention to no key is zero',
  (_, make) => {
    const layer = make({ heads: 2 });
    const output = layer.apply([tf.ones([4, 3, 8]), tf.zeros([4, 0, 8])]) as tf.Tensor;
    expectAllClose(output, tf.zeros([4, 3, 8]), {});
  },
);
