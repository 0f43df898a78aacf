import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Graph, sortedNodes } from '../src/graph/graph.js';
import { compile, record, type TensorData, tensorSpec } from '../src/index.js';
import { graphParts } from '../src/onnx/model.js';
import { shareCommonSubexpressions } from '../src/passes/common-subexpressions.js';
import { divideRows } from '../src/passes/divide-rows.js';
import { fuseScales } from '../src/passes/fuse-scales.js';
import { fuseTransposes } from '../src/passes/fuse-transposes.js';
import { separateRowSums } from '../src/passes/separate-row-sums.js';
import { sumRowsByProducts } from '../src/passes/sum-rows.js';
import { transposeProducts } from '../src/passes/transpose-products.js';
import { createSession, runSession } from '../src/runtime/session.js';
import {
  dataOf,
  expectClose,
  expectSame,
  floats,
  gradientsOf,
  runReference,
  type Sample,
  type TensorFunction,
} from './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const operators = (graph: Graph): string[] => sortedNodes(graph).map((node) => node.operator);

/** Fails unless the graph of `fn` after `passes` gives what the cpu backend gives; returns its operators. */
async function expectKept(
  fn: TensorFunction,
  samples: readonly Sample[],
  ...passes: readonly ((graph: Graph) => Graph)[]
): Promise<string[]> {
  const { graph } = record(
    (tensors) => [fn(...(tensors as tf.Tensor[]))].flat(),
    samples.map(({ shape, dtype }) => tensorSpec(shape, dtype)),
  );
  const changed = passes.reduce((current, pass) => pass(current), graph);
  const session = await createSession(graphParts(changed), 1, {
    optimisation: 'disabled',
    allowSpinning: false,
  });
  const bindings = changed.outputs.map(({ name, value }) => ({ name, spec: tensorSpec(value.shape) }));
  const outputs = bindings.map(
    ({ spec }) => new Float32Array(spec.shape.reduce((size, length) => size * length, 1)),
  );
  const feeds = Object.fromEntries(
    changed.inputs.map(({ name }, at) => {
      const { shape, dtype } = samples[at] as Sample;
      return [name, { type: dtype, data: dataOf(samples[at] as Sample), dims: shape, location: 'cpu' }];
    }),
  );
  await runSession(session, feeds as never, bindings, outputs);
  await session.release();
  runReference(fn, samples).forEach(({ data }, at) => {
    expectClose(outputs[at] as TensorData, data, 2e-6, `output ${at}`);
  });
  return operators(changed);
}

/** Attention of two heads from `[B, L, D]` and back. */
const attention: TensorFunction = (query, key, value) => {
  const split = (x: tf.Tensor | undefined) =>
    tf.transpose(tf.reshape(x as tf.Tensor, [2, 5, 2, 3]), [0, 2, 1, 3]);
  const weights = tf.softmax(tf.matMul(tf.mul(split(query), 0.25), split(key), false, true));
  return tf.reshape(tf.transpose(tf.matMul(weights, split(value)), [0, 2, 1, 3]), [2, 5, 6]);
};

const heads = [1, 2, 3].map((seed) => floats([2, 5, 6], { seed }));

describe('shareCommonSubexpressions', () => {
  it('computes equal nodes on equal inputs once, and keeps others apart', () => {
    const { graph } = record(
      (x: tf.Tensor) => [
        tf.mul(tf.exp(x), tf.tensor1d([1, 2, 3])),
        tf.mul(tf.exp(x), tf.tensor1d([1, 2, 3])),
        tf.mul(tf.exp(x), tf.tensor1d([1, 2, 4])),
        tf.sum(x, 0),
        tf.sum(x, 0, true),
      ],
      tensorSpec([3]),
    );
    expect(operators(graph)).toHaveLength(8);
    const shared = shareCommonSubexpressions(graph);
    expect(operators(shared)).toEqual(['Exp', 'Mul', 'Mul', 'ReduceSum', 'ReduceSum']);
    expect(shared.outputs[0]?.value).toBe(shared.outputs[1]?.value);
    expect(shared.outputs[0]?.value).not.toBe(shared.outputs[2]?.value);
  });
});

describe('fuseScales', () => {
  const a = floats([4, 3]);
  const b = floats([3, 2], { seed: 2 });
  it('multiplies inside the product', async () => {
    const fn: TensorFunction = (x, y) =>
      tf.mul(tf.matMul(tf.mul(x as tf.Tensor, 0.5), tf.mul(3, y as tf.Tensor)), -2);
    expect(await expectKept(fn, [a, b], fuseScales)).toEqual(['FusedMatMul']);
  });
  it('leaves a product alone that others read too, and numbers that differ', async () => {
    const fn: TensorFunction = (x, y) => {
      const product = tf.matMul(x as tf.Tensor, tf.mul(y as tf.Tensor, tf.tensor1d([2, 3])));
      return [tf.mul(product, 2), tf.neg(product)];
    };
    expect(await expectKept(fn, [a, b], fuseScales)).toEqual(['Mul', 'MatMul', 'Mul', 'Neg']);
  });
});

describe('fuseTransposes', () => {
  it('reads transposed operands of products in place', () => {
    const { graph } = record(({ a, b }: { a: tf.Tensor; b: tf.Tensor }) => tf.matMul(a, b, true, true), {
      a: tensorSpec([2, 4, 3]),
      b: tensorSpec([2, 5, 4]),
    });
    expect(operators(graph)).toEqual(['Transpose', 'Transpose', 'MatMul']);
    const [node] = sortedNodes(fuseTransposes(graph));
    expect(node).toMatchObject({ operator: 'FusedMatMul', attributes: { transA: 1, transB: 1 } });
  });
  it('transposes matrices where short rows would move', async () => {
    const kept = await expectKept(attention, heads, fuseScales, fuseTransposes);
    expect(kept.filter((operator) => operator === 'FusedMatMul')).toHaveLength(2);
  });
  it('leaves other transpositions and types alone', () => {
    const { graph } = record(
      ({ a, b, c }: Record<'a' | 'b' | 'c', tf.Tensor>) => [
        tf.matMul(tf.transpose(a, [2, 1, 0]), a),
        tf.matMul(b, b, true),
        tf.matMul(tf.transpose(c, [1, 0, 2]), tf.transpose(c, [1, 2, 0])),
      ],
      { a: tensorSpec([3, 3, 3]), b: tensorSpec([3, 2], 'int32'), c: tensorSpec([2, 2, 17]) },
    );
    const unchanged = ['Transpose', 'MatMul', 'Transpose', 'MatMul', 'Transpose', 'Transpose', 'MatMul'];
    expect(operators(fuseTransposes(graph))).toEqual(unchanged);
  });
  it('keeps identity transposes away from products with a bias', () =>
    expectSame(
      (x, w, b) => tf.add(tf.matMul(tf.transpose(x as tf.Tensor, [0, 1]), w as tf.Tensor), b as tf.Tensor),
      [floats([4, 3]), floats([3, 5]), floats([5])],
    ));
});

describe('transposeProducts', () => {
  it('keeps attention and its gradients, and moves no short rows', async () => {
    const passes = [shareCommonSubexpressions, fuseScales, transposeProducts, fuseTransposes];
    for (const fn of [attention, gradientsOf(attention)]) await expectKept(fn, heads, ...passes);
    const { graph } = record(
      (tensors) => gradientsOf(attention)(...tensors) as tf.Tensor[],
      heads.map(({ shape }) => tensorSpec(shape)),
    );
    const moves = (each: Graph) =>
      sortedNodes(each).filter(({ attributes }) => `${attributes.perm}` === '0,2,1,3').length;
    expect(moves(graph)).toBeGreaterThanOrEqual(6);
    expect(moves(passes.reduce((current, pass) => pass(current), graph))).toBe(0);
  });
  it('leaves a product alone that others read too', async () => {
    const fn: TensorFunction = (x, y) => {
      const product = tf.matMul(x as tf.Tensor, y as tf.Tensor);
      return [tf.transpose(product, [1, 0, 2]), tf.neg(product)];
    };
    const samples = [floats([2, 3, 4]), floats([2, 4, 3], { seed: 2 })];
    expect(await expectKept(fn, samples, transposeProducts)).toEqual(['MatMul', 'Transpose', 'Neg']);
  });
});

describe('sumRowsByProducts', () => {
  it('sums rows with a row of ones, and leaves other sums alone', async () => {
    const fn: TensorFunction = (x) => [
      tf.sum(x as tf.Tensor, [0, 1]),
      tf.sum(x as tf.Tensor, [0, 1], true),
      tf.sum(x as tf.Tensor, 2),
      tf.sum(x as tf.Tensor, 0),
      tf.sum(x as tf.Tensor),
    ];
    const kept = await expectKept(fn, [floats([3, 4, 5])], sumRowsByProducts);
    expect(kept.filter((operator) => operator === 'MatMul')).toHaveLength(2);
    expect(kept.filter((operator) => operator === 'ReduceSum')).toHaveLength(3);
  });
});

describe('divideRows', () => {
  const product: TensorFunction = (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor);

  it.each([
    ['wider than high', [6, 130], [130, 10], ['FusedMatMul', 'Transpose']],
    ['of a batch', [2, 6, 130], [2, 130, 10], ['FusedMatMul', 'Transpose']],
    ['of a batch with one matrix, together higher than wide', [2, 6, 130], [130, 10], ['MatMul']],
    ['higher than wide', [10, 130], [130, 6], ['MatMul']],
    ['of one row', [1, 130], [130, 10], ['MatMul']],
    ['of few terms', [6, 128], [128, 10], ['MatMul']],
  ])('turns products that are divided by their width: %s', async (_, left, right, expected) => {
    const kept = await expectKept(product, [floats(left), floats(right, { seed: 2 })], divideRows);
    expect(kept.filter((operator) => operator !== 'Reshape')).toEqual(expected);
  });

  it('keeps operands that are transposed already', async () => {
    const fn: TensorFunction = (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, true, true);
    const samples = [floats([130, 6]), floats([10, 130], { seed: 2 })];
    expect(await expectKept(fn, samples, fuseTransposes, divideRows)).toEqual(['MatMul', 'Transpose']);
  });

  it.each([
    [64, 256, 128],
    [64, 3136, 256],
    [16, 1000, 100],
  ])('gives the same bits whatever the number of threads: %i × %i × %i', async (rows, terms, width) => {
    const inputs = [floats([rows, terms]), floats([terms, width], { seed: 2 })].map(dataOf);
    const run = async (threads: number) => {
      const compiled = await compile(
        ([x, y]: tf.Tensor[]) => tf.matMul(x as tf.Tensor, y as tf.Tensor),
        [tensorSpec([rows, terms]), tensorSpec([terms, width])],
        { threads, allowSpinning: false },
      );
      const bits = await compiled.run(inputs);
      await compiled.dispose();
      return bits;
    };
    const alone = await run(1);
    for (const threads of [2, 4, 8]) expect(await run(threads)).toEqual(alone);
  });
});

describe('separateRowSums', () => {
  const specs = (rows: number, width: number) => ({
    x: tensorSpec([rows, width]),
    ids: tensorSpec([rows], 'int32'),
  });
  const sums = ({ x, ids }: { x: tf.Tensor; ids: tf.Tensor }) => ({
    sum: tf.unsortedSegmentSum(x, ids as tf.Tensor1D, 3),
    other: tf.add(tf.unsortedSegmentSum(x, ids as tf.Tensor1D, 3), 1),
  });
  it('takes the sum out of the graph where it is an output, with the nodes that guard it', () => {
    const { graph } = record(({ x, ids }) => sums({ x, ids }).sum, specs(20_000, 20));
    const { graph: separated, outputs } = separateRowSums(graph);
    expect(operators(separated)).toEqual([]);
    expect(separated.outputs.map(({ name }) => name)).toEqual(['output.indices', 'output.rows']);
    expect(outputs).toHaveLength(1);
    const { graph: inside } = record(({ x, ids }) => sums({ x, ids }).other, specs(4, 2));
    expect(separateRowSums(inside).graph).toEqual(inside);
  });
  it('gives the same sums, without rows whose id is out of range', async () => {
    const fn = await compile(sums, specs(6, 2), { allowSpinning: false });
    const x = Float32Array.from({ length: 12 }, (_, index) => index);
    const into = { sum: new Float32Array(6).fill(9), other: new Float32Array(6).fill(9) };
    await fn.run({ x, ids: Int32Array.of(2, 0, 2, -1, 3, 2) }, { into });
    expect([...into.sum]).toEqual([2, 3, 0, 0, 14, 17]);
    expect([...into.other]).toEqual([3, 4, 1, 1, 15, 18]);
    await expect(
      fn.run({ x, ids: new Int32Array(6) }, { into: { ...into, sum: new Float32Array(5) } }),
    ).rejects.toThrow("run: 'output.sum': expected Float32Array of 6 ([3,2]), got Float32Array of 5");
    await fn.dispose();
  });
});
