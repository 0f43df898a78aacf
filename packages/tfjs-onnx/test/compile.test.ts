import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { availableCores, compile, onnxRuntimeVersion, record, tensorSpec } from '../src/index.js';
import { threadsFor, workOf } from '../src/runtime/threads.js';
import { dataOf, floats, gradientsOf, runCompiled } from './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const quiet = { allowSpinning: false };

describe('compile', () => {
  it('takes and returns trees', async () => {
    const fn = await compile(
      ({ layers, x }) => ({
        sum: tf.sum(tf.mul(x, layers[0].scale)),
        rest: [tf.greater(x, 0), tf.cast(x, 'int32')] as const,
      }),
      { x: tensorSpec([3]), layers: [{ scale: tensorSpec([]) }] as const },
      quiet,
    );
    const result = await fn.run({ layers: [{ scale: Float32Array.of(2) }], x: Float32Array.of(1, -2.5, 3) });
    expect(result).toEqual({
      sum: Float32Array.of(3),
      rest: [Uint8Array.of(1, 0, 1), Int32Array.of(1, -2, 3)],
    });
    await fn.dispose();
  });
  it('writes into arrays that are given, and only there', async () => {
    const fn = await compile((x: tf.Tensor) => tf.exp(x), tensorSpec([2]), quiet);
    const into = new Float32Array(2);
    const first = await fn.run(Float32Array.of(0, 1));
    expect(await fn.run(Float32Array.of(0, 0), { into })).toBe(into);
    expect([...into]).toEqual([1, 1]);
    expect(first[1]).toBeCloseTo(Math.E, 6);
    await fn.dispose();
  });
  it('returns arrays that later runs leave alone', async () => {
    const fn = await compile((x: tf.Tensor) => [x, tf.neg(x)] as const, tensorSpec([2]), quiet);
    const input = Float32Array.of(1, 2);
    const [same, negated] = await fn.run(input);
    input.fill(9);
    await fn.run(input);
    expect([...same, ...negated]).toEqual([1, 2, -1, -2]);
    await fn.dispose();
  });
  it('names what is wrong with its inputs', async () => {
    const fn = await compile(({ x }) => tf.neg(x), { x: tensorSpec([2, 3]) }, quiet);
    await expect(fn.run({ x: new Float32Array(5) })).rejects.toThrow(
      "run: 'input.x': expected Float32Array of 6 ([2,3]), got Float32Array of 5",
    );
    await expect(fn.run({ x: new Int32Array(6) })).rejects.toThrow(
      "run: 'input.x': expected Float32Array of 6 ([2,3]), got Int32Array of 6",
    );
    await expect(fn.run({} as never)).rejects.toThrow("run: inputs: 'x' is missing; expected 'x'");
    await expect(fn.run({ x: new Float32Array(6), y: new Float32Array(1) } as never)).rejects.toThrow(
      "run: inputs: 'y' is not expected; expected 'x'",
    );
    await fn.dispose();
  });
  it.each([
    [null, 'expected a shape of whole numbers, got [null,3]; shapes are fixed here, and exportOnnx alone'],
    [-1, 'tensorSpec: expected a shape of whole numbers, with null for a batch of any size, got [-1,3]'],
    ['B', 'tensorSpec: expected a shape of whole numbers, with null for a batch of any size, got ["B",3]'],
    [2.5, 'got [2.5,3]'],
  ])('refuses a length of %j', async (length, message) => {
    const refused = async () => compile((x: tf.Tensor) => x, tensorSpec([length as number, 3]));
    await expect(refused()).rejects.toThrow(message);
  });
  it('refuses a leaf that is no tensor', async () => {
    await expect(compile(({ x }) => x as never, { x: [2, 3] } as never)).rejects.toThrow(
      "record: input 'x.0': expected what tensorSpec gives, got 2",
    );
  });
  it.each([
    [{ thread: 2 }, "compile: 'thread' is none of the options threads, optimisation"],
    [
      { threads: 0 },
      'compile: threads: expected a whole number of at least 1, or { atMost: such a number }, got 0',
    ],
    [{ threads: { atMost: 0.5 } }, 'compile: threads: expected a whole number'],
    [{ threads: null }, 'compile: threads: expected a whole number'],
    [{ optimisation: 'fast' }, 'compile: optimisation: expected disabled, basic, extended, all, got "fast"'],
    [{ allowSpinning: 'no' }, 'compile: allowSpinning: expected true or false, got "no"'],
    [{ executionProviders: [] }, "compile: executionProviders: expected a list of providers' names, got []"],
    [{ profile: '' }, 'compile: profile: expected a path prefix, got ""'],
  ])('refuses the option %j', async (options, message) => {
    await expect(compile((x: tf.Tensor) => x, tensorSpec([2]), options as never)).rejects.toThrow(message);
  });
  it('refuses options of a run that it has not', async () => {
    const fn = await compile((x: tf.Tensor) => tf.exp(x), tensorSpec([2]), quiet);
    await expect(fn.run(new Float32Array(2), { out: new Float32Array(2) } as never)).rejects.toThrow(
      "run: 'out' is none of the options into",
    );
    await fn.dispose();
  });
  it('gives the same bits run after run, with one thread and with two', async () => {
    const fn = gradientsOf((x, w) => tf.softmax(tf.matMul(tf.relu(x as tf.Tensor), w as tf.Tensor)));
    const inputs = [floats([200, 300]), floats([300, 50], { seed: 3 })];
    const runs = await Promise.all([1, 2, 2].map((threads) => runCompiled(fn, inputs, { threads })));
    const [one, two, again] = runs.map((outputs) => outputs.map(({ data }) => data));
    expect(two).toEqual(one);
    expect(again).toEqual(two);
  });
  it('keeps its memory over 2,000 runs', async () => {
    const fn = await compile((x: tf.Tensor) => tf.add(tf.exp(x), x), tensorSpec([50_000]), quiet);
    const input = new Float32Array(50_000);
    const measure = async (runs: number): Promise<number> => {
      for (let run = 0; run < runs; run += 1) await fn.run(input);
      return process.memoryUsage().rss / 1e6;
    };
    const before = await measure(500);
    const after = await measure(2_000);
    expect(after - before).toBeLessThan(60);
    await fn.dispose();
  });
  it('takes in later runs the memory of the first', async () => {
    const fn = await compile(
      (x: tf.Tensor) => tf.sum(tf.concat([1, 2, 3, 4, 5, 6, 7, 8].map((k) => tf.sin(tf.mul(x, k))))),
      tensorSpec([2_000_000]),
      quiet,
    );
    const input = new Float32Array(2_000_000);
    const measure = async (runs: number): Promise<number> => {
      for (let run = 0; run < runs; run += 1) await fn.run(input);
      return process.memoryUsage().rss / 1e6;
    };
    const before = await measure(1);
    const after = await measure(3);
    expect(after - before).toBeLessThan(40);
    await fn.dispose();
  });
  it('runs two compiled functions at a time', async () => {
    const [f, g] = await Promise.all(
      [tf.exp, tf.neg].map((operation) =>
        compile((x: tf.Tensor) => tf.sum(operation(x)), tensorSpec([1000]), quiet),
      ),
    );
    const input = dataOf(floats([1000]));
    const expected = [await f?.run(input), await g?.run(input)];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? f : g)?.run(input)),
    );
    results.forEach((result, index) => {
      expect(result).toEqual(expected[index % 2]);
    });
    await Promise.all([f?.dispose(), g?.dispose()]);
  });
  it('says which ONNX Runtime it runs on', () => {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    expect(onnxRuntimeVersion).toBe(JSON.parse(manifest).dependencies['onnxruntime-node']);
  });
  it('uses at least one core and no more than there are', () => {
    expect(availableCores()).toBeGreaterThanOrEqual(1);
    expect(Number.isInteger(availableCores())).toBe(true);
  });
  it('takes one thread where every product is small, unless told how many', () => {
    const work = (rows: number) =>
      workOf(
        record(({ x, w }) => tf.matMul(x, w), { x: tensorSpec([rows, 32]), w: tensorSpec([32, 32]) }).graph,
      );
    expect(threadsFor(work(2048), { atMost: 4 })).toBe(1);
    expect(threadsFor(work(8192), { atMost: 4 })).toBe(4);
    expect(threadsFor(work(8192))).toBe(availableCores());
    expect(threadsFor(work(2048), 3)).toBe(3);
  });
});
