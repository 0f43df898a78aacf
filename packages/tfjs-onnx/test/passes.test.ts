import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Graph, sortedNodes } from '../src/graph.js';
import { shareCommonSubexpressions } from '../src/passes/common-subexpressions.js';
import { fuseTransposes } from '../src/passes/fuse-transposes.js';
import { record, tensorSpec } from '../src/recorder.js';
import { expectSame, floats } from './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const operators = (graph: Graph): string[] => sortedNodes(graph).map((node) => node.operator);

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
  it('leaves other transpositions and types alone', () => {
    const { graph } = record(
      ({ a, b }: { a: tf.Tensor; b: tf.Tensor }) => [
        tf.matMul(tf.transpose(a, [1, 0, 2]), a),
        tf.matMul(b, b, true),
      ],
      { a: tensorSpec([3, 3, 3]), b: tensorSpec([3, 2], 'int32') },
    );
    expect(operators(fuseTransposes(graph))).toEqual(['Transpose', 'MatMul', 'Transpose', 'MatMul']);
  });
  it('keeps identity transposes away from products with a bias', () =>
    expectSame(
      (x, w, b) => tf.add(tf.matMul(tf.transpose(x as tf.Tensor, [0, 1]), w as tf.Tensor), b as tf.Tensor),
      [floats([4, 3]), floats([3, 5]), floats([5])],
    ));
});
