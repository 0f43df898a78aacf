import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Graph, type Node, record, sortedNodes, tensorSpec } from '../src/recorder.js';
import { expectSame, floats } from './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const vector = tensorSpec([3]);
const operators = (graph: Graph): string[] => sortedNodes(graph).map((node: Node) => node.operator);

describe('what a graph cannot hold is refused', () => {
  const refusals: [string, (x: tf.Tensor) => tf.Tensor, RegExp][] = [
    [
      'dataSync',
      (x) => tf.scalar(tf.exp(x).dataSync()[0] as number),
      /reads the value of the result of Exp \(float32 \[3\]\)/,
    ],
    [
      'dataSync of an input',
      (x) => tf.scalar(x.dataSync()[0] as number),
      /reads the value of an input \(float32 \[3\]\)/,
    ],
    [
      'print',
      (x) => {
        x.print();
        return x;
      },
      /reads the value of an input/,
    ],
    ['randomUniform', (x) => tf.add(x, tf.randomUniform([3])), /tf\.randomUniform draws random numbers/],
    [
      'randomUniform with a seed',
      (x) => tf.add(x, tf.randomUniform([3], 0, 1, 'float32', 7)),
      /tf\.randomUniform draws random numbers/,
    ],
    [
      'randomNormal',
      (x) => tf.add(x, tf.randomNormal([3], 0, 1, 'float32', 7)),
      /tf\.randomNormal draws random numbers/,
    ],
    [
      'truncatedNormal',
      (x) => tf.add(x, tf.truncatedNormal([3], 0, 1, 'float32', 7)),
      /tf\.truncatedNormal draws random numbers/,
    ],
    ['dropout', (x) => tf.dropout(x, 0.5, undefined, 7), /tf\.dropout draws random numbers/],
    ['multinomial', (x) => tf.multinomial(x as tf.Tensor1D, 2, 7), /tf\.multinomial draws random numbers/],
    ['Math.random', (x) => tf.add(x, Math.random()), /Math\.random\(\) draws random numbers/],
    [
      'an unknown kernel',
      (x) => tf.real(tf.fft(tf.complex(x, x))),
      /the TensorFlow\.js kernel Complex can't be recorded; compute it outside/,
    ],
    [
      'strings',
      (x) => {
        tf.tensor(['a']);
        return x;
      },
      /string tensors can't be recorded; use float32, int32 or bool/,
    ],
    [
      'another number of elements',
      (x) => tf.reshape(x, [2, 5]),
      /reshape: expected 3 elements as in \[3\], got \[2,5\]/,
    ],
  ];
  it.each(refusals)('%s', (_, fn, message) => {
    const { numTensors } = tf.memory();
    const { random } = Math;
    expect(() => record(fn, vector)).toThrow(message);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(Math.random).toBe(random);
  });
  it('an asynchronous function', () => {
    expect(() =>
      record((async (x: tf.Tensor) => tf.scalar((await x.data())[0] as number)) as never, vector),
    ).toThrow(/got an asynchronous one/);
  });
  it('a result that is not a tensor', () => {
    expect(() => record(() => ({ y: 3 }) as never, vector)).toThrow(
      "record: expected a tensor as output 'y', got number",
    );
  });
  it('recording inside a gradient', () => {
    const inner = () => record((x: tf.Tensor) => x, vector);
    expect(() =>
      tf.grad((x: tf.Tensor) => {
        inner();
        return tf.sum(x);
      })(tf.tensor1d([1])),
    ).toThrow(/cannot record inside tf\.grad/);
  });
});

describe('recording leaves TensorFlow.js as it was', () => {
  it('on success, with gradients and captured tensors', () => {
    const captured = tf.tensor1d([1, 2, 3]);
    const { numTensors, numDataBuffers, numBytes } = tf.memory();
    record((x: tf.Tensor) => {
      tf.keep(tf.exp(x));
      return tf.grad((y: tf.Tensor) => tf.sum(tf.mul(tf.square(y), captured)))(x);
    }, vector);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
    expect(tf.getBackend()).toBe('cpu');
    expect([...captured.dataSync()]).toEqual([1, 2, 3]);
    captured.dispose();
  });
  it('when a gradient fails half way', () => {
    const { numTensors } = tf.memory();
    const fail = (y: tf.Tensor): tf.Scalar => {
      tf.square(y);
      throw new Error('half way');
    };
    expect(() => record((x: tf.Tensor) => tf.grad(fail)(x), vector)).toThrow('half way');
    expect(tf.memory().numTensors).toBe(numTensors);
    const gradient = tf.tidy(() =>
      tf
        .grad((y: tf.Tensor) => tf.sum(tf.square(y)))(tf.tensor1d([3]))
        .dataSync(),
    );
    expect([...gradient]).toEqual([6]);
  });
});

describe('graphs are small', () => {
  it('reads values of constants', () => {
    const { graph } = record((x: tf.Tensor) => tf.mul(x, tf.scalar(2).dataSync()[0] as number), vector);
    expect(operators(graph)).toEqual(['Mul']);
  });
  it('leaves out what no output needs, and identity operations', () => {
    const { graph } = record((x: tf.Tensor) => {
      tf.exp(x);
      const same = tf.tile(
        tf.slice(tf.cast(tf.transpose(tf.reshape(tf.clone(x), [3])), 'float32'), [0], [3]),
        [1],
      );
      return tf.neg(tf.pad(same, [[0, 0]]));
    }, vector);
    expect(operators(graph)).toEqual(['Neg']);
  });
  it('merges reshapes and transposes', () => {
    const { graph } = record(
      (x: tf.Tensor) => tf.transpose(tf.transpose(tf.reshape(tf.reshape(x, [6]), [3, 2]))),
      tensorSpec([2, 3]),
    );
    expect(operators(graph)).toEqual(['Reshape']);
  });
  it('keeps uniform constants as one element', () => {
    const { graph } = record((x: tf.Tensor) => tf.add(x, tf.fill([2, 3], 5)), tensorSpec([2, 3]));
    const [node] = sortedNodes(graph);
    expect(node?.inputs[1]).toMatchObject({ shape: [], source: { data: Float32Array.of(5) } });
  });
  it('computes a graph whose outputs are inputs, constants and twins', () =>
    expectSame(
      (x) => {
        const y = tf.exp(x as tf.Tensor);
        return [x as tf.Tensor, y, y, tf.ones([3])];
      },
      [floats([3])],
    ));
});
