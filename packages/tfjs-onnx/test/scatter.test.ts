import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { compile, record, sortedNodes, tensorSpec } from '../src/index.js';
import './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const RUNS = 20;

it.each([
  { rows: 8192, width: 256, segments: 100 },
  { rows: 60_000, width: 64, segments: 7 },
  { rows: 12, width: 200_000, segments: 3 },
])(
  'adds every one of $rows rows of $width with one id, on two threads',
  async ({ rows, width, segments }) => {
    const fn = await compile(
      ({ x, ids }) => tf.relu(tf.unsortedSegmentSum(x, ids as tf.Tensor1D, segments)),
      { x: tensorSpec([rows, width]), ids: tensorSpec([rows], 'int32') },
      { threads: 2 },
    );
    const x = Float32Array.from({ length: rows * width }, (_, index) => 1 + ((index % width) % 3));
    const ids = new Int32Array(rows).fill(1);
    for (let run = 0; run < RUNS; run += 1) {
      const sums = await fn.run({ x, ids });
      const wrong = sums.findIndex((sum, index) => {
        const segment = Math.floor(index / width);
        return sum !== (segment === 1 ? rows * (1 + ((index % width) % 3)) : 0);
      });
      expect(wrong, `run ${run}: index of the first wrong sum`).toBe(-1);
    }
    await fn.dispose();
  },
);

it('never scatters enough rows in one node for a second thread', () => {
  const { graph } = record(({ x, ids }) => tf.unsortedSegmentSum(x, ids as tf.Tensor1D, 10), {
    x: tensorSpec([10_000, 30]),
    ids: tensorSpec([10_000], 'int32'),
  });
  const scatters = sortedNodes(graph).filter((node) => node.operator === 'ScatterND');
  expect(scatters.map((node) => node.inputs[2]?.shape)).toEqual([
    [6333, 30],
    [3667, 30],
  ]);
});
