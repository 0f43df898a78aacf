import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import { mechanism, mechanisms } from '@better-attention/attention';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import type { Nested } from '../../../testing/finite-differences.js';
import { mapTensors, tensorsOf } from '../../../testing/parameters.js';
import { type TextClassifierOptions, type TextClassifierParameters, textClassifier } from '../src/index.js';
import { crossEntropy, itIsPyTorchs, type PyTorchCase, storedParameters } from './pytorch.js';

const tiny: TextClassifierOptions = {
  vocabularySize: 9,
  length: 3,
  modelWidth: 4,
  heads: 2,
  hiddenWidth: 5,
  headWidth: 6,
  classes: 2,
  dropout: 0.1,
  mechanism: 'standard',
};
const tokens = tf.tensor2d([1, 2, 8, 2, 2, 0], [2, 3], 'int32');

interface Fixture {
  sizes: Pick<
    TextClassifierOptions,
    'vocabularySize' | 'length' | 'modelWidth' | 'heads' | 'hiddenWidth' | 'headWidth'
  >;
  tokens: number[][];
  labels: Record<string, number[]>;
  parameters: Record<string, Nested>;
  cases: (PyTorchCase & { outputs: number })[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/text_classifier.json', import.meta.url), 'utf8'),
) as Fixture;

describe.each(fixture.cases)('text classifier against PyTorch, $mechanism, $outputs logits', (given) => {
  const { mechanism, outputs } = given;
  const model = textClassifier({ ...fixture.sizes, dropout: 0.1, classes: Math.max(2, outputs), mechanism });
  const stored = (path: string) => path.replace(/^logits\./, `logits.${outputs}.`);
  const inputs = { tokens: tf.tensor2d(fixture.tokens, undefined, 'int32') };

  itIsPyTorchs({
    given,
    parameters: storedParameters(model.init(randomStream(0)), fixture.parameters, stored),
    logits: (parameters) => model.apply(parameters, inputs).logits,
    loss: (logits) => {
      const both = outputs === 1 ? tf.concat([tf.zerosLike(logits), logits], 1) : logits;
      return crossEntropy(both, fixture.labels[outputs] as number[]);
    },
    stored,
  });
});

describe('text classifier', () => {
  it('drops after attention, feed-forward, mean and head, in this order and at its rate', () => {
    const model = textClassifier({ ...tiny, dropout: 0.3 });
    const parameters = model.init(randomStream(0));
    const calls: [number[], number][] = [];
    const dropout = (values: tf.Tensor, rate: number) => {
      calls.push([values.shape, rate]);
      return values;
    };
    const { logits } = model.apply(parameters, { tokens }, { dropout });
    expect(calls).toEqual([
      [[2, 3, 4], 0.3],
      [[2, 3, 4], 0.3],
      [[2, 4], 0.3],
      [[2, 6], 0.3],
    ]);
    expectAllClose(logits, model.apply(parameters, { tokens }).logits, {});
  });

  it.each([0, 1, 2, 3])('uses what dropout call %d returns', (changed) => {
    const model = textClassifier(tiny);
    const parameters = mapTensors<TextClassifierParameters>(model.init(randomStream(0)), (tensor) =>
      tf.add(tensor, 0.1),
    );
    let call = 0;
    const dropout = (values: tf.Tensor) => (call++ === changed ? tf.zerosLike(values) : values);
    const dropped = model.apply(parameters, { tokens }, { dropout }).logits.dataSync();
    expect(dropped).not.toEqual(model.apply(parameters, { tokens }).logits.dataSync());
  });

  it('returns the weights of its attention layer on request', () => {
    const model = textClassifier(tiny);
    const parameters = model.init(randomStream(0));
    const { weights } = model.apply(parameters, { tokens }, { returnWeights: true });
    expect(weights?.map(({ shape }) => shape)).toEqual([[2, 2, 3, 3]]);
    expect(Object.keys(model.apply(parameters, { tokens }))).toEqual(['logits']);
  });

  it('returns the features that its logits are a linear map of, on request', () => {
    const model = textClassifier(tiny);
    const parameters = model.init(randomStream(0));
    const { logits, features } = model.apply(parameters, { tokens }, { returnFeatures: true });
    expect(features?.shape).toEqual([2, 6]);
    expect(Math.min(...(features as tf.Tensor).dataSync())).toBe(0);
    const { kernel, bias } = parameters.logits;
    expectAllClose(
      tf.add(tf.matMul(features as tf.Tensor2D, kernel as tf.Tensor2D), bias as tf.Tensor),
      logits,
      {},
    );
  });

  it('keeps no tensors but its result', () => {
    const model = textClassifier({ ...tiny, mechanism: 'super' });
    const parameters = model.init(randomStream(0));
    const before = tf.memory().numTensors;
    const { logits } = model.apply(parameters, { tokens });
    expect(tf.memory().numTensors - before).toBe(1);
    logits.dispose();
    const loss = (token: tf.Tensor2D) =>
      model.apply({ ...parameters, embedding: { ...parameters.embedding, token } }, { tokens }).logits;
    tf.grad(loss as (token: tf.Tensor) => tf.Tensor)(parameters.embedding.token).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('starts from the same numbers for the same seed only, as Keras does', () => {
    const [first, again, other] = [0, 0, 1].map((seed) =>
      tensorsOf(textClassifier(tiny).init(randomStream(seed))),
    );
    const numbers = (tree = first) => tree?.map(([path, tensor]) => [path, ...tensor.dataSync()]);
    expect(numbers(again)).toEqual(numbers(first));
    expect(numbers(other)).not.toEqual(numbers(first));
    for (const [path, tensor] of first ?? []) {
      const elements = [...tensor.dataSync()];
      if (path.startsWith('embedding'))
        expect(elements.every((element) => Math.abs(element) <= 0.05)).toBe(true);
      if (path.endsWith('bias') || path.endsWith('offset')) expect(new Set(elements)).toEqual(new Set([0]));
      if (path.endsWith('scale')) expect(new Set(elements)).toEqual(new Set([1]));
      if (path.endsWith('kernel')) expect(new Set(elements).size).toBe(elements.length);
    }
  });

  it.each([...mechanisms.keys()])('takes shorter texts, unless %s attention fixes their length', (name) => {
    const model = textClassifier({ ...tiny, mechanism: name });
    const apply = () =>
      model.apply(model.init(randomStream(0)), { tokens: tf.tensor2d([1, 2], [1, 2], 'int32') });
    if (mechanism(name).fixesContextLength) {
      expect(apply).toThrow(`${name} attention: expected context length 3 (its `);
    } else {
      expect(apply().logits.shape).toEqual([1, 1]);
    }
  });

  it('says which matrix fixes the length of texts', () => {
    const short = tf.tensor2d([1, 2], [1, 2], 'int32');
    const aligned = textClassifier({ ...tiny, mechanism: 'super' });
    expect(() => aligned.apply(aligned.init(randomStream(0)), { tokens: short })).toThrow(
      'super attention: expected context length 3 (its W^A is 3 × 3), got 2 keys',
    );
    const projected = textClassifier({ ...tiny, mechanism: 'linformer' });
    expect(() => projected.apply(projected.init(randomStream(0)), { tokens: short })).toThrow(
      'linformer attention: expected context length 3 (its E and F are 1 × 3), got 2 keys',
    );
  });

  it('refuses texts that are too long, and tokens of another type or rank', () => {
    const model = textClassifier(tiny);
    const apply = (input: tf.Tensor) => () => model.apply(model.init(randomStream(0)), { tokens: input });
    expect(apply(tf.zeros([2, 4], 'int32'))).toThrow('embedding: expected at most 3 tokens, got 4');
    expect(apply(tf.zeros([2, 3]))).toThrow(
      'embedding: expected tokens of shape [B, L] and int32, got [2,3] float32',
    );
    expect(apply(tf.zeros([3], 'int32'))).toThrow(
      'embedding: expected tokens of shape [B, L] and int32, got [3] int32',
    );
  });

  it('refuses the parameters of a model of other sizes', () => {
    const other = textClassifier({ ...tiny, hiddenWidth: 6 });
    expect(() => textClassifier(tiny).apply(other.init(randomStream(0)), { tokens })).toThrow(
      'text-classifier: expected parameters of 230 numbers, got 239; they are of a model of other sizes',
    );
  });

  it('refuses heads that do not divide the width, and unknown mechanisms', () => {
    expect(() => textClassifier({ ...tiny, heads: 3 })).toThrow(
      'standard attention: expected heads that divide the model width 4, got 3 heads',
    );
    expect(() => textClassifier({ ...tiny, mechanism: 'linear' })).toThrow("mechanism: 'linear' is unknown");
  });
});
