import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Graph, sortedNodes } from '../src/graph/graph.js';
import { compile, record, type TensorData, tensorSpec } from '../src/index.js';
import { graphParts } from '../src/onnx/model.js';
import { collectScales } from '../src/passes/collect-scales.js';
import { shareCommonSubexpressions } from '../src/passes/common-subexpressions.js';
import { divideRows } from '../src/passes/divide-rows.js';
import { fuseBiases } from '../src/passes/fuse-biases.js';
import { fuseGelu } from '../src/passes/fuse-gelu.js';
import { fuseLayerNormalisation } from '../src/passes/fuse-layer-normalisation.js';
import { fuseScales } from '../src/passes/fuse-scales.js';
import { fuseTransposes } from '../src/passes/fuse-transposes.js';
import { optimise } from '../src/passes/index.js';
import { readInPlace } from '../src/passes/read-in-place.js';
import { reuseProducts } from '../src/passes/reuse-products.js';
import { separateRowSums } from '../src/passes/separate-row-sums.js';
import { sumRowsByProducts } from '../src/passes/sum-rows.js';
import { transposeProducts } from '../src/passes/transpose-products.js';
import { withUnshapedOutputs } from '../src/passes/unshaped-outputs.js';
import { createSession, runSession, sessionModel } from '../src/runtime/session.js';
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
  const session = await createSession(sessionModel(graphParts(changed)), 1, {
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
  it('sums multiples with a row of their number', async () => {
    const fn: TensorFunction = (x) => tf.sum(tf.mul(x as tf.Tensor, 2.5), [0, 1]);
    const kept = await expectKept(fn, [floats([3, 4, 5])], sumRowsByProducts);
    expect(kept.filter((operator) => operator !== 'Reshape')).toEqual(['MatMul']);
  });
});

describe('collectScales', () => {
  const [x, y] = [floats([4, 3]), floats([4, 3], { seed: 2 })];
  const w = floats([3, 2], { seed: 3 });
  it('moves numbers behind what multiplies, reshapes and transposes, and into the product at the end', async () => {
    const fn: TensorFunction = (a, b, c) => {
      const scaled = tf.mul(tf.mul(tf.mul(a as tf.Tensor, 0.5), b as tf.Tensor), 3);
      return tf.matMul(tf.transpose(tf.reshape(scaled, [3, 4])), c as tf.Tensor);
    };
    const kept = await expectKept(fn, [x, y, w], collectScales, fuseScales);
    expect(kept).toEqual(['Mul', 'Reshape', 'Transpose', 'FusedMatMul']);
  });
  it('leaves a multiple alone that others read too, one right behind a product, and numbers out of all proportion', async () => {
    const shared: TensorFunction = (a, b) => {
      const multiple = tf.mul(a as tf.Tensor, 0.5);
      return [tf.mul(multiple, b as tf.Tensor), tf.neg(multiple)];
    };
    expect(await expectKept(shared, [x, y], collectScales)).toEqual(['Mul', 'Mul', 'Neg']);
    const product: TensorFunction = (a, c) =>
      tf.reshape(tf.mul(tf.matMul(a as tf.Tensor, c as tf.Tensor), 3), [8]);
    expect(await expectKept(product, [x, w], collectScales, fuseScales)).toEqual(['FusedMatMul', 'Reshape']);
    const { graph } = record(
      ({ a, b }: { a: tf.Tensor; b: tf.Tensor }) => tf.mul(tf.mul(a, 1e-30), tf.mul(b, 1e30)),
      { a: tensorSpec([4, 3]), b: tensorSpec([4, 3]) },
    );
    expect(collectScales(graph)).toEqual(graph);
  });
});

describe('reuseProducts', () => {
  const samples = [1, 2, 3].map((seed) => floats([4, 3], { seed }));
  const times = (...factors: (tf.Tensor | undefined)[]) =>
    (factors as tf.Tensor[]).reduce((a, b) => tf.mul(a, b));
  it('multiplies by a product that is there', async () => {
    const fn: TensorFunction = (a, b, c) => [tf.exp(times(b, c)), times(a, b, c)];
    expect(await expectKept(fn, samples, shareCommonSubexpressions)).toEqual(['Mul', 'Exp', 'Mul', 'Mul']);
    expect(await expectKept(fn, samples, shareCommonSubexpressions, reuseProducts)).toEqual([
      'Mul',
      'Exp',
      'Mul',
    ]);
  });
  it('leaves a product alone that others read too, and one of another shape', async () => {
    const read: TensorFunction = (a, b, c) =>
      [times(b, c), times(a, b, c), times(a, b)].map((each) => tf.exp(each));
    expect(await expectKept(read, samples, shareCommonSubexpressions, reuseProducts)).toHaveLength(6);
    const row: TensorFunction = (a, b, c) => [tf.exp(times(b, c)), times(a, b, c)];
    const shapes = [floats([4, 3]), floats([3], { seed: 2 }), floats([3], { seed: 3 })];
    expect(await expectKept(row, shapes, shareCommonSubexpressions, reuseProducts)).toHaveLength(4);
  });
  it('computes the dropped weights of attention once', async () => {
    const dropped: TensorFunction = (scores, mask, values) => {
      const weights = tf.mul(tf.mul(tf.softmax(scores as tf.Tensor), mask as tf.Tensor), 1.25);
      return tf.matMul(weights, values as tf.Tensor);
    };
    const inputs = [floats([2, 4, 4]), floats([2, 4, 4], { seed: 2 }), floats([2, 4, 3], { seed: 3 })];
    const kept = await expectKept(gradientsOf(dropped), inputs, optimise);
    expect(kept.filter((operator) => operator === 'Mul').length).toBeLessThanOrEqual(5);
  });
});

describe('fuseBiases', () => {
  const [x, w, row] = [floats([4, 3]), floats([3, 2], { seed: 2 }), floats([2], { seed: 3 })];
  it('adds the row of a scaled or transposed product in its node', async () => {
    const scaled: TensorFunction = (a, b, c) =>
      tf.add(tf.matMul(tf.mul(a as tf.Tensor, 0.5), b as tf.Tensor), c as tf.Tensor);
    expect(await expectKept(scaled, [x, w, row], fuseScales, fuseBiases)).toEqual(['Gemm']);
    const turned: TensorFunction = (a, b, c) =>
      tf.add(c as tf.Tensor, tf.matMul(a as tf.Tensor, b as tf.Tensor, true));
    const kept = await expectKept(turned, [floats([3, 4]), w, row], fuseTransposes, fuseBiases);
    expect(kept).toEqual(['Gemm']);
  });
  it('leaves other sums alone, and a product that others read too', async () => {
    const column: TensorFunction = (a, b, c) =>
      tf.add(tf.matMul(a as tf.Tensor, b as tf.Tensor), c as tf.Tensor);
    expect(await expectKept(column, [x, w, floats([4, 1])], fuseBiases)).toEqual(['MatMul', 'Add']);
    const batch: TensorFunction = (a, b, c) =>
      tf.add(tf.matMul(a as tf.Tensor, b as tf.Tensor), c as tf.Tensor);
    expect(await expectKept(batch, [floats([2, 4, 3]), floats([2, 3, 2]), row], fuseBiases)).toEqual([
      'MatMul',
      'Add',
    ]);
    const shared: TensorFunction = (a, b, c) => {
      const product = tf.matMul(a as tf.Tensor, b as tf.Tensor);
      return [tf.add(product, c as tf.Tensor), tf.neg(product)];
    };
    expect(await expectKept(shared, [x, w, row], fuseBiases)).toEqual(['MatMul', 'Add', 'Neg']);
  });
});

describe('fuseGelu', () => {
  const phi = (x: tf.Tensor) => tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1);
  it('computes a GELU in one node', async () => {
    const fn: TensorFunction = (x) => tf.mul(tf.mul(x as tf.Tensor, phi(x as tf.Tensor)), 0.5);
    expect(await expectKept(fn, [floats([4, 3])], fuseGelu)).toEqual(['Gelu']);
  });
  it('leaves a GELU alone whose parts others read, and what only looks like one', async () => {
    const shared: TensorFunction = (x) => {
      const twice = phi(x as tf.Tensor);
      return [tf.mul(tf.mul(x as tf.Tensor, twice), 0.5), tf.neg(twice)];
    };
    expect(await expectKept(shared, [floats([4, 3])], fuseGelu)).toContain('Erf');
    const other: TensorFunction = (x, y) => tf.mul(tf.mul(y as tf.Tensor, phi(x as tf.Tensor)), 0.5);
    expect(await expectKept(other, [floats([4, 3]), floats([4, 3], { seed: 2 })], fuseGelu)).toContain('Erf');
    const third: TensorFunction = (x) => tf.mul(tf.mul(x as tf.Tensor, phi(x as tf.Tensor)), 0.25);
    expect(await expectKept(third, [floats([4, 3])], fuseGelu)).toContain('Erf');
  });
});

describe('fuseLayerNormalisation', () => {
  const [x, scale, offset] = [floats([2, 4, 3]), floats([3], { seed: 2 }), floats([3], { seed: 3 })];
  const normalise =
    (axis: number, read: (parts: Record<'centred' | 'value', tf.Tensor>) => tf.Tensor[]): TensorFunction =>
    (values, factor, summand) => {
      const centred = tf.sub(values as tf.Tensor, tf.mean(values as tf.Tensor, axis, true));
      const deviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), axis, true), 0.01));
      const scaled = tf.mul(tf.mul(centred, deviation), factor as tf.Tensor);
      return read({ centred, value: tf.add(scaled, summand as tf.Tensor) });
    };
  const kept = (fn: TensorFunction) =>
    expectKept(fn, [x, scale, offset], shareCommonSubexpressions, fuseLayerNormalisation);
  it('computes a layer normalisation in one node', async () => {
    expect(await kept(normalise(-1, ({ value }) => [value]))).toEqual(['LayerNormalization']);
  });
  it('leaves one alone whose parts others read, and one over another axis', async () => {
    expect(await kept(normalise(-1, ({ value, centred }) => [value, tf.neg(centred)]))).toHaveLength(11);
    expect(await kept(normalise(1, ({ value }) => [value]))).toHaveLength(10);
  });
});

describe('readInPlace', () => {
  const product =
    (transposeA: boolean, transposeB: boolean): TensorFunction =>
    (x, y) =>
      tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB);
  it.each([
    ['few rows by a large transposed matrix', [false, true], [2, 40], [30, 40], ['FusedMatMul', 'Transpose']],
    [
      'a large transposed matrix by few columns',
      [true, false],
      [40, 30],
      [40, 2],
      ['FusedMatMul', 'Transpose'],
    ],
    ['a small transposed matrix', [false, true], [40, 3], [2, 3], ['FusedMatMul']],
    ['none transposed', [false, false], [2, 40], [40, 30], ['MatMul']],
  ] as const)(
    'turns products round that copy more than they give: %s',
    async (_, transposed, left, right, expected) => {
      const samples = [floats(left), floats(right, { seed: 2 })];
      expect(
        await expectKept(product(transposed[0], transposed[1]), samples, fuseTransposes, readInPlace),
      ).toEqual(expected);
    },
  );
});

describe('withUnshapedOutputs', () => {
  it('leaves out reshapes at the end, unless the value is an output too or none is computed', async () => {
    const fn: TensorFunction = (x) => {
      const [exponential, negative] = [tf.exp(x as tf.Tensor), tf.neg(x as tf.Tensor)];
      return [
        tf.reshape(exponential, [3, 4]),
        negative,
        tf.reshape(negative, [12]),
        tf.reshape(x as tf.Tensor, [12]),
      ];
    };
    const kept = await expectKept(fn, [floats([4, 3])], withUnshapedOutputs);
    expect(kept).toEqual(['Exp', 'Neg', 'Reshape', 'Reshape']);
  });
  it('returns two outputs of one value', async () => {
    const compiled = await compile(
      (x: tf.Tensor) => [tf.reshape(tf.exp(x), [3, 1]), tf.reshape(tf.exp(x), [1, 3])],
      tensorSpec([3]),
      { allowSpinning: false },
    );
    const [a, b] = (await compiled.run(Float32Array.of(0, 0, 0))) as TensorData[];
    expect([...(a as TensorData), ...(b as TensorData)]).toEqual([1, 1, 1, 1, 1, 1]);
    await compiled.dispose();
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
    ['so wide that each of 16 threads has many columns', [6, 130], [130, 1265], ['MatMul']],
    ['not quite so wide', [6, 130], [130, 1264], ['FusedMatMul', 'Transpose']],
    ['of a batch with a matrix for each of 16 threads', [16, 6, 130], [16, 130, 10], ['MatMul']],
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
    [1, 64, 256, 128],
    [1, 64, 3136, 256],
    [1, 16, 1000, 100],
    [1, 32, 300, 1265],
    [1, 32, 300, 2048],
    [16, 16, 144, 144],
  ])(
    'gives the same bits whatever the number of threads: %i of %i × %i × %i',
    async (batch, rows, terms, width) => {
      const shapes = [
        [rows, terms],
        [terms, width],
      ].map((shape) => (batch === 1 ? shape : [batch, ...shape]));
      const inputs = shapes.map((shape, at) => dataOf(floats(shape, { seed: at + 1 })));
      const run = async (threads: number) => {
        const compiled = await compile(
          ([x, y]: tf.Tensor[]) => tf.matMul(x as tf.Tensor, y as tf.Tensor),
          shapes.map((shape) => tensorSpec(shape)),
          { threads, allowSpinning: false },
        );
        const bits = await compiled.run(inputs);
        await compiled.dispose();
        return bits;
      };
      const alone = await run(1);
      for (const threads of [2, 3, 4, 8, 16]) expect(await run(threads)).toEqual(alone);
    },
  );
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
