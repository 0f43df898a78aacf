import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { type RandomStream, randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { unless } from '../../../testing/skipped.js';
import { compile, optimise, record, tensorSpec, writeModel } from '../src/index.js';
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
