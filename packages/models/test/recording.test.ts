import '../../../testing/backend.js';
import { mechanism, mechanisms } from '@better-attention/attention';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal, randomised } from '../../../testing/parameters.js';
import { compile, leaves, type TensorData, tensorSpec, unflatten } from '../../tfjs-onnx/src/index.js';
import {
  imagePatches,
  type NextInputs,
  type ParameterTree,
  type TranslatorParameters,
  translator,
  vit,
} from '../src/index.js';

interface Recorded {
  readonly parameters: ParameterTree;
  readonly inputs: readonly tf.Tensor[];
  readonly logits: (parameters: never, inputs: readonly tf.Tensor[]) => tf.Tensor;
}

const random = randomStream(9);
const tokens = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

function recordedVit(mechanism: string): Recorded {
  const model = vit({
    imageSize: 6,
    patchSize: 2,
    channels: 3,
    blocks: 2,
    modelWidth: 8,
    heads: 2,
    hiddenWidth: 16,
    headWidths: [7, 6],
    classes: 4,
    dropout: 0,
    attentionDropout: 0,
    headDropout: 0,
    mechanism,
  });
  return {
    parameters: model.init(randomStream(0)),
    inputs: [normal(random, [5, 6, 6, 3])],
    logits: (parameters, [images]) =>
      model.apply(parameters, { patches: imagePatches(images as tf.Tensor4D, 2) }).logits,
  };
}

const translatorSizes = {
  source: { vocabularySize: 9, length: 4 },
  target: { vocabularySize: 7, length: 3 },
  modelWidth: 8,
  heads: 2,
  hiddenWidth: 16,
  dropout: 0,
};

const translatorInputs = (): [source: tf.Tensor2D, target: tf.Tensor2D] => [
  tokens([
    [3, 1, 8, 0],
    [2, 2, 0, 0],
  ]),
  tokens([
    [1, 4, 3],
    [1, 6, 0],
  ]),
];

function recordedTranslator(mechanism: string): Recorded {
  const model = translator({ ...translatorSizes, mechanism });
  return {
    parameters: model.init(randomStream(0)),
    inputs: translatorInputs(),
    logits: (parameters, [source, target]) =>
      model.apply(parameters, { source: source as tf.Tensor, target: target as tf.Tensor }).logits,
  };
}

const specOf = ({ shape, dtype }: tf.Tensor) => tensorSpec(shape, dtype as 'float32' | 'int32');
const dataOf = (tensor: tf.Tensor) => tensor.dataSync() as TensorData;

describe.each([
  ['vit', recordedVit, [...mechanisms.keys()]],
  ['translator', recordedTranslator, [...mechanisms.keys()].filter((name) => mechanism(name).supportsCausal)],
] as const)('%s as an ONNX graph', (_, build, taken) => {
  it.each(taken)('has the logits and gradients of eager execution, %s', async (mechanism) => {
    const { parameters, inputs, logits } = build(mechanism);
    const compute = (values: tf.Tensor[], given: readonly tf.Tensor[]) => {
      let result: tf.Tensor | undefined;
      const gradients = tf.grads((...tensors: tf.Tensor[]) => {
        result = tf.keep(logits(unflatten(parameters, tensors) as never, given));
        return tf.sum(tf.square(result));
      })(values);
      return [result as unknown as tf.Tensor, ...gradients];
    };
    const values = leaves<tf.Tensor>(parameters);
    const expected = compute(values, inputs);
    const compiled = await compile(
      (given: { values: tf.Tensor[]; inputs: tf.Tensor[] }) => compute(given.values, given.inputs),
      { values: values.map(specOf), inputs: inputs.map(specOf) },
      { threads: 1, allowSpinning: false },
    );
    const actual = await compiled.run({ values: values.map(dataOf), inputs: inputs.map(dataOf) });
    await compiled.dispose();
    expect(actual.length).toBe(1 + values.length);
    expected.forEach((tensor, at) => {
      const reference = tf.reshape(tensor, [-1]);
      const scale = Math.max(...reference.dataSync().map(Math.abs));
      expectAllClose(actual[at] as Float32Array, reference, { absolute: 1e-6 + 1e-5 * scale });
    });
  });
});

describe.each([...mechanisms.keys()].filter((name) => mechanism(name).supportsCausal))(
  'decoding with %s attention as ONNX graphs',
  (mechanism) => {
    it('has the logits of eager execution, by one graph for all positions', async () => {
      const length = 3;
      const model = translator({ ...translatorSizes, mechanism });
      const parameters = randomised(model.init(randomStream(0)));
      const [source, target] = translatorInputs();
      const values = leaves<tf.Tensor>(parameters);
      const tree = (tensors: tf.Tensor[]) => unflatten(parameters, tensors) as TranslatorParameters;
      const specs = model.stateSpecs(2);
      const options = { threads: 1, allowSpinning: false };
      const encode = await compile(
        (given: { values: tf.Tensor[]; source: tf.Tensor }) => ({
          ...model.encode(tree(given.values), given.source),
        }),
        { values: values.map(specOf), source: specOf(source) },
        options,
      );
      const next = await compile(
        ({ values: tensors, ...inputs }: { values: tf.Tensor[] } & Record<keyof NextInputs, unknown>) => ({
          ...model.next(tree(tensors), inputs as NextInputs),
        }),
        {
          values: values.map(specOf),
          state: specs,
          target: specOf(target),
          position: tensorSpec([1], 'int32'),
          continued: tensorSpec([2], 'int32'),
        },
        options,
      );
      const arrays = values.map(dataOf);
      let state = await encode.run({ values: arrays, source: dataOf(source) });
      expect(Object.keys(state)).toEqual(Object.keys(specs));
      const expected = model.apply(parameters, { source, target }).logits;
      for (let position = 0; position < length; position++) {
        const { logits, ...changed } = await next.run({
          values: arrays,
          state,
          target: dataOf(target),
          position: Int32Array.of(position),
          continued: Int32Array.of(0, 1),
        });
        const among = tf.reshape(tf.slice(expected, [0, position, 0], [-1, 1, -1]), [-1]);
        expectAllClose(logits as Float32Array, among, { absolute: 1e-5 });
        state = { ...state, ...changed };
      }
      await Promise.all([encode.dispose(), next.dispose()]);
    });
  },
);
