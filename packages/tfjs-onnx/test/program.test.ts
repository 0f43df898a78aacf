import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { load, lower, record, type TensorData, tensorSpec } from '../src/index.js';
import { rowReads } from '../src/runtime/row-reads.js';
import './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const options = { allowSpinning: false, threads: 1 };

/** The same elements on memory that threads can share. */
function shared<Data extends TensorData>(data: Data): Data {
  const ArrayType = data.constructor as new (buffer: SharedArrayBuffer) => Data;
  const copy = new ArrayType(new SharedArrayBuffer(data.byteLength));
  copy.set(data);
  return copy;
}

/** The gradient of an embedding, and a sum. */
const embedding = ({ table, ids, scale }: { table: tf.Tensor; ids: tf.Tensor; scale: tf.Tensor }) => {
  const rows = tf.gather(table, ids as tf.Tensor1D);
  return {
    gradient: tf.unsortedSegmentSum(tf.mul(rows, scale), ids as tf.Tensor1D, 5),
    sum: tf.sum(tf.mul(rows, scale)),
  };
};
const signature = { table: tensorSpec([5, 2]), ids: tensorSpec([3], 'int32'), scale: tensorSpec([]) };
const table = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
const inputs = { table, ids: Int32Array.of(4, 1, 4), scale: Float32Array.of(2) };
const results = {
  gradient: { indices: Int32Array.of(4, 1, 4), rows: Float32Array.of(18, 20, 6, 8, 18, 20) },
  sum: Float32Array.of(90),
};

describe('a program', () => {
  it('leaves sums of rows as rows and their indices', async () => {
    const program = lower(embedding, signature, options);
    expect(program.outputs).toEqual({
      gradient: { indices: tensorSpec([3], 'int32'), rows: tensorSpec([3, 2]) },
      sum: tensorSpec([]),
    });
    const loaded = await load(program);
    expect(await loaded.run(inputs)).toEqual(results);
    await loaded.dispose();
  });

  it('is plain data, which another thread loads', async () => {
    const worker = new Worker(new URL(import.meta.resolve('./program-worker.ts')), {
      workerData: { program: lower(embedding, signature, options), inputs },
    });
    expect(await once(worker, 'message')).toEqual([results]);
    await worker.terminate();
  });

  it('reads and writes shared memory, run after run', async () => {
    const loaded = await load(lower(embedding, signature, options));
    const given = { table: shared(table), ids: shared(inputs.ids), scale: shared(inputs.scale) };
    const { gradient, sum } = results;
    const into = {
      gradient: { indices: shared(new Int32Array(3)), rows: shared(new Float32Array(6)) },
      sum: shared(new Float32Array(1)),
    };
    expect(await loaded.run(given, { into })).toBe(into);
    expect(into).toEqual({ gradient, sum });
    given.ids.set([0, 0, 2]);
    given.table.set([-1], 0);
    await loaded.run(given, { into });
    expect([...into.gradient.rows]).toEqual([-2, 4, -2, 4, 10, 12]);
    await expect(loaded.run({ ...given, ids: shared(new Int32Array(2)) })).rejects.toThrow(
      "run: 'input.ids': expected Int32Array of 3 ([3]), got Int32Array of 2",
    );
    await expect(loaded.run({ ...given, ids: shared(Int32Array.of(0, 5, 0)) })).rejects.toThrow(
      /indices element out of data bounds, idx=5/,
    );
    await loaded.dispose();
  });

  it('says what work it is', () => {
    const product = (rows: number) =>
      lower(({ x, w }) => tf.relu(tf.matMul(x, w)), { x: tensorSpec([rows, 32]), w: tensorSpec([32, 32]) })
        .work;
    expect(product(64)).toEqual({ hasLargeProduct: false, elements: 2 * 64 * 32 });
    expect(product(8192).hasLargeProduct).toBe(true);
  });
});

describe('rowReads', () => {
  const specs = {
    table: tensorSpec([5, 2]),
    ids: tensorSpec([2, 2], 'int32'),
    more: tensorSpec([3], 'int32'),
  };
  type Inputs = Record<keyof typeof specs, tf.Tensor>;
  const rows = (table: tf.Tensor, ids: tf.Tensor) =>
    tf.gather(table, tf.cast(tf.reshape(ids, [-1]), 'int32'));

  it.each<[string, (inputs: Inputs) => unknown, unknown]>([
    ['by one input', ({ table, ids }) => rows(table, ids), [{ table: 0, indices: [1] }]],
    [
      'by two inputs',
      ({ table, ids, more }) => [rows(table, ids), rows(table, more)],
      [{ table: 0, indices: [1, 2] }],
    ],
    ['by what is computed', ({ table, ids }) => rows(table, tf.add(ids, 1)), []],
    ['by numbers that are fixed', ({ table }) => tf.gather(table, tf.tensor1d([0, 1], 'int32')), []],
    ['and the whole too', ({ table, ids }) => [rows(table, ids), tf.sum(table)], []],
    ['and the whole as an output', ({ table, ids }) => [rows(table, ids), table], []],
    ['along another axis', ({ table, more }) => tf.gather(table, more as tf.Tensor1D, 1), []],
    ['not at all', ({ ids }) => tf.neg(ids), []],
  ])('finds tables that are read by rows: %s', (_, fn, expected) => {
    expect(rowReads(record(fn as never, specs).graph)).toEqual(expected);
  });
});

describe('the module runtime', () => {
  it('loads no TensorFlow.js', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (file: URL): void => {
      if (seen.has(file.href)) return;
      seen.add(file.href);
      const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type).*?from '([^']+)'/gms);
      for (const [, name = ''] of imports) {
        if (name.startsWith('.')) visit(new URL(name.replace(/\.js$/, '.ts'), file));
        else packages.add(name);
      }
    };
    visit(new URL('../src/runtime.ts', import.meta.url));
    expect(seen.size).toBeGreaterThan(8);
    expect([...packages].sort()).toEqual(['@better-attention/webassembly', 'onnxruntime-node']);
  });
});
