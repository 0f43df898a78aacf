import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  allocateVectors,
  compile,
  compileElementwise,
  type ElementwiseFunction,
  loadElementwise,
  lowerElementwise,
  type TensorData,
  tensorSpec,
  vectorsIn,
} from '../../src/index.js';
import '../support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const names = ['x', 'y', 'z'];
const numbers = { rate: 0.1, decay: 0.999 };
const length = 1000;

const samples = ({ shared = false } = {}) => {
  const vectors = allocateVectors({ count: 3, lengths: [length] }, { shared });
  vectors.parts.forEach(([part], vector) => {
    part?.forEach((_, index) => {
      part[index] = ((((index + 1) * 0.618034 * (vector + 1)) % 1) - 0.3) * 10 ** ((index % 13) - 6);
    });
  });
  return vectors;
};

const adam: ElementwiseFunction = ({ x, y, z }, { rate, decay }) => {
  const variance = tf.add(z as tf.Tensor, tf.mul(tf.sub(tf.square(y as tf.Tensor), z as tf.Tensor), 1e-3));
  const change = tf.div(tf.mul(y as tf.Tensor, rate as tf.Tensor), tf.add(tf.sqrt(tf.abs(variance)), 1e-7));
  return { x: tf.sub(tf.mul(x as tf.Tensor, decay as tf.Tensor), change), z: variance };
};

const everything: ElementwiseFunction = ({ x, y, z }, { rate }) => {
  const [a, b, c] = [x, y, z] as [tf.Tensor, tf.Tensor, tf.Tensor];
  const isSmall = tf.logicalAnd(tf.less(a, b), tf.logicalNot(tf.greater(c, rate as tf.Tensor)));
  const isOther = tf.logicalOr(tf.lessEqual(b, c), tf.logicalXor(tf.greaterEqual(a, c), tf.equal(a, b)));
  return {
    x: tf.where(isSmall, tf.minimum(a, 0.5), tf.maximum(b, tf.neg(c))),
    y: tf.add(tf.reciprocal(b), tf.cast(isOther, 'float32')),
    z: tf.mul(tf.clipByValue(c, -1, 1), tf.add(tf.sign(a), tf.mul(rate as tf.Tensor, 3))),
  };
};

describe('compileElementwise', () => {
  it.each([
    ['an optimiser', adam],
    ['every supported operation', everything],
  ])('computes %s with the bits of single operations', async (_, fn) => {
    const vectors = samples();
    const inputs = Object.fromEntries(names.map((name, at) => [name, vectors.parts[at]?.[0]?.slice()]));
    const byName = (values: Record<string, unknown>) => values as Record<string, tf.Tensor>;

    const expected = tf.tidy(() => {
      const tensors = Object.fromEntries(
        names.map((name) => [name, tf.tensor1d(inputs[name] as Float32Array)]),
      );
      const scalars = Object.fromEntries(
        Object.entries(numbers).map(([name, value]) => [name, tf.scalar(value)]),
      );
      return Object.entries(fn(tensors, scalars)).map(([name, tensor]) => [name, tensor.dataSync()] as const);
    });
    const onnx = await compile(
      (given: { vectors: Record<string, tf.Tensor>; scalars: Record<string, tf.Tensor> }) =>
        fn(byName(given.vectors), byName(given.scalars)),
      {
        vectors: Object.fromEntries(names.map((name) => [name, tensorSpec([length])])),
        scalars: Object.fromEntries(Object.keys(numbers).map((name) => [name, tensorSpec([])])),
      } as never,
      { allowSpinning: false, flushDenormals: false },
    );
    const fromOnnx = (await onnx.run({
      vectors: inputs,
      scalars: Object.fromEntries(
        Object.entries(numbers).map(([name, value]) => [name, Float32Array.of(value)]),
      ),
    } as never)) as unknown as Record<string, Float32Array>;
    await onnx.dispose();

    const loop = compileElementwise(fn, { vectors: names, scalars: Object.keys(numbers) }, vectors.memory);
    loop.run(Object.fromEntries(names.map((name, at) => [name, vectors.whole[at] as Float32Array])), numbers);

    for (const [name, data] of expected) {
      const found = vectors.parts[names.indexOf(name)]?.[0];
      expect(found, name).toEqual(data);
      expect(found, `${name} from ONNX`).toEqual(fromOnnx[name]);
    }
    const unchanged = names.filter((name) => !expected.some(([other]) => other === name));
    for (const name of unchanged) expect(vectors.parts[names.indexOf(name)]?.[0]).toEqual(inputs[name]);
  });

  it('changes the elements that it is given, and no others', () => {
    const { memory, whole } = allocateVectors({ count: 1, lengths: [16] });
    const loop = compileElementwise(
      ({ x }) => ({ x: tf.add(x as tf.Tensor, 1) }),
      { vectors: ['x'], scalars: [] },
      memory,
    );
    loop.run({ x: whole[0]?.subarray(4, 12) as Float32Array }, {});
    loop.run({ x: whole[0]?.subarray(4, 4) as Float32Array }, {});
    expect([...(whole[0] as Float32Array)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it('says what it cannot compile', () => {
    const { memory } = allocateVectors({ count: 1, lengths: [4] });
    const compiling = (fn: ElementwiseFunction) => () =>
      compileElementwise(fn, { vectors: ['x'], scalars: [] }, memory);
    expect(compiling(({ x }) => ({ x: tf.exp(x as tf.Tensor) }))).toThrow(
      'compileElementwise: Exp has no vector instruction; expected Abs, ',
    );
    expect(compiling(({ x }) => ({ x: tf.add(x as tf.Tensor, tf.tensor1d([1, 2, 3, 4])) }))).toThrow(
      'compileElementwise: expected constants that are one number, got several numbers',
    );
    expect(compiling(({ x }) => ({ y: tf.neg(x as tf.Tensor) }))).toThrow(
      "compileElementwise: 'y' isn't a vector; expected one of x",
    );
  });

  it('computes on memory that threads share, also as a program that was sent', () => {
    const signature = { vectors: names, scalars: Object.keys(numbers) };
    const [own, shared, sent] = [samples(), samples({ shared: true }), samples({ shared: true })];
    const program = lowerElementwise(adam, signature, { shared: true });
    const loops = [
      compileElementwise(adam, signature, own.memory),
      compileElementwise(adam, signature, shared.memory),
      loadElementwise(structuredClone(program), sent.memory),
    ];
    const results = [own, shared, sent].map(({ whole }, at) => {
      loops[at]?.run(
        Object.fromEntries(names.map((name, vector) => [name, whole[vector] as Float32Array])),
        numbers,
      );
      return whole.map((vector) => vector.slice());
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('names the view that does not fit', () => {
    const { memory, whole } = allocateVectors({ count: 2, lengths: [8] });
    const loop = compileElementwise(
      ({ x, y }) => ({ x: tf.add(x as tf.Tensor, y as tf.Tensor) }),
      { vectors: ['x', 'y'], scalars: [] },
      memory,
    );
    const [x, y] = whole as [Float32Array, Float32Array];
    expect(() => loop.run({ x, y: new Float32Array(8) }, {})).toThrow(
      "elementwise loop: 'y': expected a view on the memory of the loop",
    );
    expect(() => loop.run({ x, y: y.subarray(4) }, {})).toThrow(
      "elementwise loop: 'y': expected 8 elements, a multiple of 4, at a multiple of 16 bytes; got 4 at 48",
    );
    expect(() => loop.run({ x: x.subarray(1, 5), y: y.subarray(0, 4) }, {})).toThrow("elementwise loop: 'x'");
  });
});

describe('allocateVectors', () => {
  it('aligns parts and keeps vectors apart', () => {
    const { whole, parts } = allocateVectors({ count: 2, lengths: [3, 5, 1] });
    expect(whole.map(({ length }) => length)).toEqual([16, 16]);
    expect(parts.map((vector) => vector.map(({ byteOffset }) => byteOffset))).toEqual([
      [0, 16, 48],
      [64, 80, 112],
    ]);
    expect(parts[1]?.map(({ length }) => length)).toEqual([3, 5, 1]);
  });
  it('puts other arrays behind the vectors, and finds all of it again', () => {
    const layout = {
      count: 2,
      lengths: [3, 5],
      beside: { bytes: tensorSpec([3], 'bool'), numbers: [tensorSpec([2, 2]), tensorSpec([5], 'int32')] },
    };
    const vectors = allocateVectors(layout, { shared: true });
    const { bytes, numbers } = vectors.beside as unknown as { bytes: Uint8Array; numbers: TensorData[] };
    expect([bytes, ...numbers].map(({ byteOffset, length }) => [byteOffset, length])).toEqual([
      [96, 3],
      [112, 4],
      [128, 5],
    ]);
    [...vectors.whole, bytes, ...numbers].forEach((array, at) => {
      array.fill(at + 1);
    });
    expect(vectorsIn(vectors.memory, layout)).toEqual(vectors);
    expect(vectors.memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(vectors.parts.flat().map(([first]) => first)).toEqual([1, 1, 2, 2]);
  });
  it('refuses what WebAssembly cannot address', () => {
    expect(() => allocateVectors({ count: 4, lengths: [2 ** 28 + 1] })).toThrow(
      'vectors: expected at most 4 GiB, got 4 of 268435460 numbers',
    );
  });
});
