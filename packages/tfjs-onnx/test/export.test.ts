import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { type RandomStream, randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { unless } from '../../../testing/skipped.js';
import { compile, exportOnnx, optimise, record, tensorSpec, writeModel } from '../src/index.js';
import { runOnWeb } from './web-session.js';

const BATCH = 3;
const LENGTH = 5;
const WIDTH = 8;
const INPUT = 'input.tokens';

const normals = (random: RandomStream, shape: number[]) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((product, size) => product * size) }, () => random.normal()),
    shape,
  );

/** A small text encoder whose weights are tensors of another backend: they go into the model. */
function encoder() {
  const random = randomStream(0);
  const [table, query, up] = [
    [11, WIDTH],
    [WIDTH, WIDTH],
    [WIDTH, 2],
  ].map((shape, at) => normals(random.derive(at), shape)) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  return ({ tokens }: { tokens: tf.Tensor }) => {
    const words = tf.reshape(tf.gather(table, tf.reshape(tokens, [-1]) as tf.Tensor1D), [-1, LENGTH, WIDTH]);
    const queries = tf.reshape(tf.matMul(tf.reshape(words, [-1, WIDTH]) as tf.Tensor2D, query), [
      -1,
      LENGTH,
      WIDTH,
    ]);
    const weights = tf.softmax(tf.matMul(queries, words, false, true));
    const pooled = tf.mean(tf.matMul(weights, words), 1) as tf.Tensor2D;
    return { scores: tf.logSoftmax(tf.matMul(tf.relu(pooled), up)) };
  };
}

const tokens = Int32Array.from({ length: BATCH * LENGTH }, (_, at) => (at * 7) % 11);

let model: Uint8Array;
let expected: Float32Array;
beforeAll(async () => {
  await tf.setBackend('cpu');
  const compiled = await compile(encoder(), { tokens: tensorSpec([BATCH, LENGTH], 'int32') });
  expected = (await compiled.run({ tokens })).scores as Float32Array;
  model = compiled.toOnnx();
  await compiled.dispose();
});

const pythonCommand = process.env.PYTHON ?? 'python3';
const hasPython = (() => {
  try {
    execFileSync(pythonCommand, ['-c', 'import onnxruntime'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const withoutPython = unless(
  hasPython,
  `no onnxruntime for ${pythonCommand}; \`pip install onnxruntime numpy\` runs it, or PYTHON with one that has it`,
);

describe('an exported model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'export '));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives the same numbers in onnxruntime-web', async () => {
    const outputs = await runOnWeb(model, { [INPUT]: { dims: [BATCH, LENGTH], data: tokens } });
    expect(Object.keys(outputs)).toEqual(['output.scores']);
    expect(outputs['output.scores']?.dims).toEqual([BATCH, 2]);
    expectAllClose(outputs['output.scores']?.data as Float32Array, expected, { absolute: 1e-5 });
  });

  it.runIf(hasPython)(`gives the same numbers in Python’s onnxruntime${withoutPython}`, () => {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, model);
    const script = fileURLToPath(new URL('fixtures/run_model.py', import.meta.url));
    const input = { [INPUT]: { shape: [BATCH, LENGTH], dtype: 'int32', data: [...tokens] } };
    const printed = execFileSync(pythonCommand, [script, path], { input: JSON.stringify(input) });
    const [output] = Object.values(JSON.parse(String(printed))) as [{ shape: number[]; data: number[] }];
    expect(output.shape).toEqual([BATCH, 2]);
    expectAllClose(Float32Array.from(output.data), expected, { absolute: 1e-5 });
  });
});

describe('a model with fixed inputs', () => {
  const signature = { x: tensorSpec([2]), weight: tensorSpec([2]) };
  const graph = () => optimise(record(({ x, weight }) => ({ y: tf.mul(x, weight) }), signature).graph);
  const fixed = { 'input.weight': Float32Array.of(3, -4) };

  it('is fed the others alone, and holds the texts about it', async () => {
    const bytes = writeModel(graph(), { fixed, metadata: { commit: 'größe' } });
    const x = { dims: [2], data: Float32Array.of(5, 0.5) };
    const { 'output.y': y } = await runOnWeb(bytes, { 'input.x': x });
    expect([...(y?.data ?? [])]).toEqual([15, -2]);
    await expect(runOnWeb(writeModel(graph()), { 'input.x': x })).rejects.toThrow('input.weight');
    expect(Buffer.from(bytes).toString()).toMatch(/commit..größe/s);
  });

  it('is refused where an input is unknown or of another size', () => {
    expect(() => writeModel(graph(), { fixed: { weight: Float32Array.of(1, 2) } })).toThrow(
      "model: 'weight' is fixed, but not an input of the graph",
    );
    expect(() => writeModel(graph(), { fixed: { 'input.weight': Float32Array.of(1) } })).toThrow(
      "model: 'input.weight' of shape [2] needs 2 elements, got 1",
    );
  });
});

describe('a model for a batch of any size', () => {
  /** What a model gives for one input, and what TensorFlow.js gives. */
  async function expectSame(
    fn: (x: tf.Tensor) => tf.Tensor,
    {
      shape,
      dtype = 'float32',
      sizes = [1, 2, 5, 13, 40],
    }: { shape: number[]; dtype?: 'float32' | 'int32'; sizes?: number[] },
  ): Promise<void> {
    const bytes = exportOnnx(fn, tensorSpec([null, ...shape], dtype));
    for (const size of sizes) {
      const dims = [size, ...shape];
      const length = dims.reduce((product, each) => product * each);
      const data =
        dtype === 'int32'
          ? Int32Array.from({ length }, (_, at) => (at * 7) % 5)
          : Float32Array.from({ length }, (_, at) => Math.sin(at * 12.9898));
      const [result, wanted] = tf.tidy(() => {
        const output = fn(tf.tensor(data, dims, dtype));
        return [output.dataSync(), output.shape] as const;
      });
      const { output } = await runOnWeb(bytes, { input: { dims, data } });
      expect(output?.dims, `a batch of ${size}`).toEqual(wanted);
      expectAllClose(output?.data as Float32Array, result as Float32Array, { absolute: 2e-5 });
    }
  }
  const ready = (model: layers.Sequential): ((x: tf.Tensor) => tf.Tensor) => {
    const random = randomStream(3);
    model.setWeights(
      model.getWeights().map(({ shape }, at) => tf.abs(normals(random.derive(at), shape as number[]))),
    );
    return (x) => model.apply(x as never) as tf.Tensor;
  };
  const { layers: kinds, sequential } = layers;
  const models: [string, () => layers.Sequential, { shape: number[]; dtype?: 'int32' }][] = [
    [
      'images',
      () =>
        sequential({
          layers: [
            kinds.conv2d({
              filters: 3,
              kernelSize: 3,
              inputShape: [9, 8, 2],
              activation: 'relu',
              padding: 'same',
            }),
            kinds.batchNormalization(),
            kinds.maxPooling2d({ poolSize: 2 }),
            kinds.depthwiseConv2d({ kernelSize: 2 }),
            kinds.flatten(),
            kinds.dense({ units: 4, activation: 'softmax' }),
          ],
        }),
      { shape: [9, 8, 2] },
    ],
    [
      'words',
      () =>
        sequential({
          layers: [
            kinds.embedding({ inputDim: 5, outputDim: 4, inputLength: 6 }),
            kinds.globalAveragePooling1d(),
            kinds.dense({ units: 2, activation: 'sigmoid' }),
          ],
        }),
      { shape: [6], dtype: 'int32' },
    ],
    [
      'sequences',
      () =>
        sequential({
          layers: [
            kinds.lstm({
              units: 3,
              inputShape: [4, 2],
              recurrentInitializer: 'zeros',
              returnSequences: true,
            }),
            kinds.gru({ units: 2, recurrentInitializer: 'zeros' }),
          ],
        }),
      { shape: [4, 2] },
    ],
  ];
  it.each(models)('of tf.layers, for %s', (_, make, input) => expectSame(ready(make()), input));

  it('of attention with heads, where products and reshapes mix the batch with lengths', () =>
    expectSame(
      (x) => {
        const heads = tf.transpose(tf.reshape(x, [-1, 5, 2, 3]), [0, 2, 1, 3]);
        const hidden = tf.tensor2d([0, 0, 1, 1, 1], [1, 5]);
        const scores = tf.sub(tf.matMul(heads, heads, false, true), tf.mul(hidden, 1e9));
        const values = tf.concat([heads, tf.zerosLike(heads), tf.ones([x.shape[0] as number, 2, 5, 1])], 3);
        return tf.reshape(tf.transpose(tf.matMul(tf.softmax(scores), values), [0, 2, 1, 3]), [-1, 14]);
      },
      { shape: [5, 6] },
    ));

  it('that reaches over the batch', () => expectSame((x) => tf.sub(x, tf.mean(x, 0, true)), { shape: [3] }));

  it('says what it leaves open', async () => {
    const bytes = exportOnnx(({ a, b }) => ({ sum: tf.add(a, b), both: tf.concat([a, b]) }), {
      a: tensorSpec([null, 2]),
      b: tensorSpec([null, 2]),
    });
    expect(Buffer.from(bytes).toString('latin1').match(/batch/g)?.length).toBe(3);
    const { 'output.both': both } = await runOnWeb(bytes, {
      'input.a': { dims: [1, 2], data: Float32Array.of(1, 2) },
      'input.b': { dims: [1, 2], data: Float32Array.of(3, 4) },
    });
    expect(both?.dims).toEqual([2, 2]);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor, RegExp]>([
    [
      'a product with it',
      (x) => tf.mul(x, x.shape[0] as number),
      /what Mul takes depends on the size of the batch/,
    ],
    ['a list of it', (x) => tf.addN(tf.unstack(x)), /what the function computes depends on the size/],
    [
      'numbers of it',
      (x) => tf.add(x, tf.expandDims(tf.range(0, x.shape[0] as number), 1)),
      /depends on the size/,
    ],
  ])('is refused where a number comes of %s', (_, fn, message) => {
    expect(() => exportOnnx(fn, tensorSpec([null, 2]))).toThrow(message);
  });
});

describe('names of inputs and outputs', () => {
  const fn = ({ x, weight }: { x: tf.Tensor; weight: tf.Tensor }) => ({ y: tf.mul(x, weight), z: tf.neg(x) });
  const signature = { x: tensorSpec([2]), weight: tensorSpec([2]) };

  it('are those of the trees, or chosen', async () => {
    const bytes = exportOnnx(fn, signature, {
      names: { 'input.x': 'tokens', 'output.y': 'value_3' },
      fixed: { 'input.weight': Float32Array.of(3, -4) },
    });
    const outputs = await runOnWeb(bytes, { tokens: { dims: [2], data: Float32Array.of(1, 2) } });
    expect([...(outputs.value_3?.data ?? []), ...(outputs['output.z']?.data ?? [])]).toEqual([3, -8, -1, -2]);
  });

  it.each([
    [
      { x: 'tokens' },
      "model: 'x' is to be renamed, but the graph has 'input.x', 'input.weight', 'output.y', 'output.z'",
    ],
    [{ 'input.x': 'input.weight' }, "an input or output is to be called 'input.weight', as another is"],
    [{ 'input.x': '' }, "an input or output is to be called '', no name"],
  ])('are refused where they are %j', (names, message) => {
    expect(() => exportOnnx(fn, signature, { names })).toThrow(message);
  });
});
