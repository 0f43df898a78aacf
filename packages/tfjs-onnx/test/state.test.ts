import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { type CompiledFunction, compile, record, tensorSpec } from '../src/index.js';
import { runOnWeb } from './web-session.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

beforeEach(() => tf.engine().startScope());

afterEach(() => {
  tf.engine().endScope();
  tf.disposeVariables();
});

const quiet = { allowSpinning: false };

/** The loss that a step returns, in each of so many runs. */
async function lossesOf<Inputs>(
  step: CompiledFunction<Inputs, unknown>,
  inputs: readonly Inputs[],
): Promise<number[]> {
  const losses: number[] = [];
  for (const input of inputs) losses.push(((await step.run(input)) as Float32Array)[0] as number);
  return losses;
}

const times = <Item>(count: number, item: Item): Item[] => new Array<Item>(count).fill(item);

/** Numbers between -1 and 1 that look drawn. */
const numbers = (length: number, seed = 1): Float32Array =>
  Float32Array.from({ length }, (_, at) => Math.sin(12.9898 * (at + 1) * seed));

describe('variables as state', () => {
  it('gives the losses of TensorFlow.js under its gradient descent', async () => {
    const weight = tf.variable(tf.scalar(2));
    const optimizer = tf.train.sgd(0.1);
    const step = await compile(
      () => optimizer.minimize(() => tf.square(weight) as tf.Scalar, true) as tf.Scalar,
      {},
      quiet,
    );
    const losses = await lossesOf(step, times(3, {}));
    expectAllClose(Float32Array.from(losses), Float32Array.of(4, 2.56, 1.6384), { relative: 1e-6 });
    expect(weight.dataSync()[0]).toBeCloseTo(1.024, 6);
    await step.dispose();
    expect(weight.dataSync()[0]).toBeCloseTo(1.024, 6);
  });

  const optimisers: Record<string, () => tf.Optimizer> = {
    sgd: () => tf.train.sgd(0.05),
    momentum: () => tf.train.momentum(0.05, 0.9),
    nesterov: () => tf.train.momentum(0.05, 0.9, true),
    adagrad: () => tf.train.adagrad(0.1),
    adadelta: () => tf.train.adadelta(0.5),
    adam: () => tf.train.adam(0.1),
    adamax: () => tf.train.adamax(0.1, 0.9, 0.999, 1e-7, 0.01),
    rmsprop: () => tf.train.rmsprop(0.05, 0.9, 0.5, 1e-7),
    'rmsprop, centred': () => tf.train.rmsprop(0.05, 0.9, 0, 1e-7, true),
  };
  /** A layer of its own, its optimiser, and one step on a batch. */
  function problem(optimizer: tf.Optimizer) {
    const weight = tf.variable(tf.tensor2d(numbers(8), [4, 2]));
    const bias = tf.variable(tf.zeros([2]));
    const step = ({ x, y }: { x: tf.Tensor; y: tf.Tensor }): tf.Scalar =>
      optimizer.minimize(
        () => tf.mean(tf.squaredDifference(tf.tanh(tf.add(tf.matMul(x as tf.Tensor2D, weight), bias)), y)),
        true,
        [weight, bias],
      ) as tf.Scalar;
    return { weight, bias, step };
  }
  const batches = times(6, 0).map((_, at) => ({ x: numbers(12, at + 2), y: numbers(6, at + 3) }));

  it.each(Object.entries(optimisers))('trains as TensorFlow.js does under %s', async (_, make) => {
    const [eagerly, compiled] = [make(), make()];
    const [own, theirs] = [problem(compiled), problem(eagerly)];
    const step = await compile(own.step, { x: tensorSpec([3, 4]), y: tensorSpec([3, 2]) }, quiet);
    const losses = await lossesOf(step, batches);
    const expected = batches.map(
      ({ x, y }) => theirs.step({ x: tf.tensor2d(x, [3, 4]), y: tf.tensor2d(y, [3, 2]) }).dataSync()[0],
    );
    expectAllClose(Float32Array.from(losses), Float32Array.from(expected as number[]), { relative: 1e-5 });
    expectAllClose(own.weight.dataSync(), theirs.weight.dataSync(), { absolute: 1e-5 });
    expectAllClose(own.bias.dataSync(), theirs.bias.dataSync(), { absolute: 1e-5 });
    expect(compiled.iterations).toBe(eagerly.iterations);
    const [next] = batches as [(typeof batches)[0]];
    const eager = { x: tf.tensor2d(next.x, [3, 4]), y: tf.tensor2d(next.y, [3, 2]) };
    expect(own.step(eager).dataSync()[0]).toBeCloseTo(theirs.step(eager).dataSync()[0] as number, 5);
    await step.dispose();
  });

  it('keeps the books of TensorFlow.js, and what others hold of a variable', async () => {
    const weight = tf.tidy(() => tf.variable(tf.tensor1d([1, 2]), true, 'weight'));
    const before = weight.dataSync();
    const memory = tf.memory();
    const step = await compile(({ by }) => weight.assign(tf.mul(weight, by)), { by: tensorSpec([]) }, quiet);
    expect(tf.memory()).toEqual(memory);
    const copy = weight.clone();
    for (const by of [2, 3, 4]) await step.run({ by: Float32Array.of(by) });
    expect([...weight.dataSync()]).toEqual([24, 48]);
    expect([...before]).toEqual([1, 2]);
    expect([...copy.dataSync()]).toEqual([1, 2]);
    copy.dispose();
    expect(tf.memory()).toEqual(memory);
    const held = weight.clone();
    const read = weight.dataSync();
    await step.run({ by: Float32Array.of(2) });
    await step.run({ by: Float32Array.of(2) });
    expect([...held.dataSync(), ...read]).toEqual([24, 48, 24, 48]);
    expect([...(await weight.data())]).toEqual([96, 192]);
    expect([...tf.add(weight, 1).dataSync()]).toEqual([97, 193]);
    await step.run({ by: Float32Array.of(0.5) });
    expect([...weight.dataSync()]).toEqual([48, 96]);
    expect(tf.engine().registeredVariables.weight).toBe(weight);
    weight.dispose();
    await expect(step.run({ by: Float32Array.of(2) })).rejects.toThrow(
      "run: the variable 'weight' is disposed",
    );
    await step.dispose();
  });

  it('reads variables as they are at each run, in a function of their own too', async () => {
    const weight = tf.variable(tf.scalar(3));
    const x = Float32Array.of(1, 2);
    const [read, write] = await Promise.all([
      compile(({ x }) => tf.mul(x, weight), { x: tensorSpec([2]) }, quiet),
      compile(() => void weight.assign(tf.add(weight, 1)), {}, quiet),
    ]);
    const results = await Promise.all([
      read.run({ x }),
      write.run({} as never),
      write.run({} as never),
      read.run({ x }),
    ]);
    expect([results[0], results[3]]).toEqual([Float32Array.of(3, 6), Float32Array.of(5, 10)]);
    weight.assign(tf.scalar(-1));
    expect(await read.run({ x })).toEqual(Float32Array.of(-1, -2));
    await Promise.all([read.dispose(), write.dispose()]);
  });

  it('takes a captured tensor as what is assigned, and leaves it', async () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const start = tf.tensor1d([5, 6]);
    const { numTensors } = tf.memory();
    const reset = await compile(
      () => {
        weight.assign(tf.zeros([2]));
        weight.assign(start);
      },
      {},
      quiet,
    );
    await reset.run({} as never);
    expect([...weight.dataSync(), ...start.dataSync()]).toEqual([5, 6, 5, 6]);
    expect(tf.memory().numTensors).toBe(numTensors);
    await reset.dispose();
  });

  it('exports what it reads as constants, and what it assigns as inputs and outputs', async () => {
    const [weight, count] = [
      tf.variable(tf.scalar(3), true, 'weight'),
      tf.variable(tf.scalar(0), false, 'count'),
    ];
    const step = await compile(
      ({ x }) => {
        count.assign(tf.add(count, 1));
        return tf.mul(x, weight);
      },
      { x: tensorSpec([2]) },
      quiet,
    );
    await step.run({ x: new Float32Array(2) });
    weight.assign(tf.scalar(4));
    const outputs = await runOnWeb(step.toOnnx(), {
      'input.x': { dims: [2], data: Float32Array.of(1, 2) },
      'variable.count': { dims: [], data: Float32Array.of(7) },
    });
    expect([...(outputs.output?.data ?? [])]).toEqual([4, 8]);
    expect([...(outputs['assigned.count']?.data ?? [])]).toEqual([8]);
    await step.dispose();
  });
});

describe('what variables do that a compiled function cannot is refused, and leaves all as it was', () => {
  const vector = { x: tensorSpec([2]) };
  const outside = () => ({
    weight: tf.variable(tf.tensor1d([1, 2]), true, 'weight'),
    captured: tf.tensor1d([3, 4]),
  });
  type Outside = ReturnType<typeof outside>;
  const refusals: [string, (x: tf.Tensor, outside: Outside) => unknown, string][] = [
    [
      'disposing of a variable',
      (x, { weight }) => {
        weight.dispose();
        return x;
      },
      "the function disposes of the variable 'weight'",
    ],
    [
      'disposing of a tensor',
      (x, { captured }) => {
        captured.dispose();
        return x;
      },
      'the function disposes of a tensor from outside (float32 [2])',
    ],
    [
      'reading a variable',
      (x, { weight }) => tf.mul(x, weight.dataSync()[0] as number),
      "reads the value of the variable 'weight' (float32 [2])",
    ],
    [
      'a variable from what is computed',
      (x) => tf.variable(tf.exp(x), true, 'made'),
      "makes the variable 'made' from a computed value",
    ],
    [
      'an optimiser in the function',
      (x, { weight }) => tf.train.adam(0.1).minimize(() => tf.sum(tf.mul(x, weight)), true),
      'makes a variable (',
    ],
    [
      'a variable of a name of its own',
      (x) => tf.mul(tf.variable(tf.ones([2]), true, 'made'), x),
      "makes the variable 'made', a name that is taken, as it is at a second call",
    ],
    ['a function that does nothing', () => undefined, 'returns tensors or assigns to variables, got neither'],
  ];
  it.each(refusals)('%s', async (_, fn, message) => {
    const all = outside();
    const { weight, captured } = all;
    await expect(compile(({ x }) => fn(x, all), vector)).rejects.toThrow(message);
    expect([...weight.dataSync(), ...captured.dataSync()]).toEqual([1, 2, 3, 4]);
    expect(tf.engine().registeredVariables.weight).toBe(weight);
    weight.assign(captured);
    captured.dispose();
    expect([...weight.dataSync()]).toEqual([3, 4]);
  });

  it('an assignment in a graph alone', () => {
    const { weight } = outside();
    expect(() => record(({ x }) => weight.assign(x as tf.Tensor1D), vector)).toThrow(
      "record: the function assigns to the variable 'weight', which a graph alone can't keep",
    );
    expect([...weight.dataSync()]).toEqual([1, 2]);
  });

  it('a variable that is made and let go in the function is none', async () => {
    const { numTensors } = tf.memory();
    const step = await compile(
      ({ x }) => {
        const made = tf.variable(x);
        made.assign(tf.exp(made));
        const result = tf.neg(made);
        made.dispose();
        return result;
      },
      vector,
      quiet,
    );
    expect(tf.memory().numTensors).toBe(numTensors);
    expect([...(await step.run({ x: Float32Array.of(0, 0) }))]).toEqual([-1, -1]);
    await step.dispose();
  });
});

describe('models of tf.layers', () => {
  /** Two models with the same weights. */
  function twins(make: () => layers.Sequential): [layers.Sequential, layers.Sequential] {
    const [a, b] = [make(), make()];
    b.setWeights(a.getWeights().map((weight, at) => tf.tensor(numbers(weight.size, at + 2), weight.shape)));
    a.setWeights(b.getWeights());
    return [a, b];
  }
  const weightsOf = (model: layers.Sequential) =>
    model.getWeights().flatMap((weight) => [...weight.dataSync()]);
  const stepOf =
    (model: layers.Sequential, optimizer: tf.Optimizer) =>
    ({ x, y }: { x: tf.Tensor; y: tf.Tensor }): tf.Scalar =>
      optimizer.minimize(
        () => tf.mean(tf.squaredDifference(model.apply(x, { training: true }) as tf.Tensor, y)),
        true,
      ) as tf.Scalar;

  async function expectSameTraining(make: () => layers.Sequential, shapes: { x: number[]; y: number[] }) {
    const size = (shape: number[]) => shape.reduce((product, length) => product * length);
    const [own, theirs] = twins(make);
    const batches = times(4, 0).map((_, at) => ({
      x: numbers(size(shapes.x), at + 5),
      y: numbers(size(shapes.y), at + 6),
    }));
    const signature = { x: tensorSpec(shapes.x), y: tensorSpec(shapes.y) };
    const step = await compile(stepOf(own, tf.train.momentum(0.05, 0.9)), signature, quiet);
    const losses = await lossesOf(step, batches);
    const eagerly = stepOf(theirs, tf.train.momentum(0.05, 0.9));
    const expected = batches.map(({ x, y }) =>
      tf.tidy(() => eagerly({ x: tf.tensor(x, shapes.x), y: tf.tensor(y, shapes.y) }).dataSync()[0]),
    );
    expectAllClose(Float32Array.from(losses), Float32Array.from(expected as number[]), { relative: 1e-4 });
    expectAllClose(Float32Array.from(weightsOf(own)), Float32Array.from(weightsOf(theirs)), {
      absolute: 1e-4,
    });
    const x = tf.tensor(numbers(size(shapes.x), 9), shapes.x);
    const [mine, other] = [own, theirs].map((model) => (model.predict(x) as tf.Tensor).dataSync());
    expectAllClose(mine as Float32Array, other as Float32Array, { absolute: 1e-4 });
    await step.dispose();
  }

  it('train with batch normalisation, whose averages move', () =>
    expectSameTraining(
      () =>
        layers.sequential({
          layers: [
            layers.layers.dense({ units: 5, inputShape: [3], activation: 'relu' }),
            layers.layers.batchNormalization(),
            layers.layers.dense({ units: 1 }),
          ],
        }),
      { x: [8, 3], y: [8, 1] },
    ));

  it.each(['lstm', 'gru', 'simpleRNN'] as const)('train with a stateful %s', (kind) =>
    expectSameTraining(
      () =>
        layers.sequential({
          layers: [
            layers.layers[kind]({
              units: 3,
              batchInputShape: [2, 4, 2],
              stateful: true,
              recurrentInitializer: 'zeros',
            } as never),
            layers.layers.dense({ units: 1 }),
          ],
        }),
      { x: [2, 4, 2], y: [2, 1] },
    ),
  );

  it('take weights in a compiled function', async () => {
    const [model] = twins(() =>
      layers.sequential({ layers: [layers.layers.dense({ units: 2, inputShape: [3] })] }),
    );
    const specs = model.getWeights().map(({ shape }) => tensorSpec(shape));
    const set = await compile(({ weights }) => model.setWeights([...weights]), { weights: specs }, quiet);
    await set.run({ weights: [numbers(6, 4), Float32Array.of(7, 8)] });
    expect(weightsOf(model)).toEqual([...numbers(6, 4), 7, 8]);
    await set.dispose();
  });

  it('are refused dropout, and left as they were', async () => {
    const model = layers.sequential({
      layers: [layers.layers.dense({ units: 2, inputShape: [3] }), layers.layers.dropout({ rate: 0.5 })],
    });
    const before = weightsOf(model);
    const signature = { x: tensorSpec([4, 3]), y: tensorSpec([4, 2]) };
    await expect(compile(stepOf(model, tf.train.sgd(0.1)), signature)).rejects.toThrow(
      'draws random numbers',
    );
    expect(weightsOf(model)).toEqual(before);
  });

  it('are refused to be built, and left as they were', async () => {
    const layer = layers.layers.dense({ units: 2 });
    const x = tensorSpec([4, 3]);
    const apply = (inputs: tf.Tensor) => layer.apply(inputs as never) as tf.Tensor;
    await expect(compile(apply, x)).rejects.toThrow(
      `record: the layer '${layer.name}' has no weights yet; build it, or call its model once, before`,
    );
    expect((layer.apply(tf.zeros([4, 3])) as tf.Tensor).shape).toEqual([4, 2]);
  });
});
