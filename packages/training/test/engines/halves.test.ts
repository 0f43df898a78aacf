import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { type Batch, dropoutMasks, onnxEngine, type Trainer, type TrainingProblem } from '../../src/index.js';
import { problem as tiny } from '../problems.js';
import { descent, memoryGrowth, train } from './steps.js';
import { batches, LENGTH, textProblem, VOCABULARY } from './text-problem.js';

/** The same, in whole batches: a norm that no gradient reaches changes nothing else. */
const whole = (problem: TrainingProblem): TrainingProblem => ({ ...problem, clipNorm: 1e30 });

const trainers = new Set<Trainer>();
afterAll(() => Promise.all([...trainers].map(dispose)));

async function dispose(trainer: Trainer): Promise<void> {
  trainers.delete(trainer);
  await trainer.dispose();
}

async function prepare(problem: TrainingProblem, threads: number): Promise<Trainer> {
  const engine = await onnxEngine({ threads });
  const trainer = await engine.prepare(problem, randomStream(0));
  trainers.add(trainer);
  return trainer;
}

/** A trainer with two threads, and the second of them. */
async function prepareThread(problem = textProblem()): Promise<{ trainer: Trainer; thread: Worker }> {
  const started = once(process, 'worker');
  const trainer = await prepare(problem, 2);
  const [thread] = (await started) as [Worker];
  return { trainer, thread };
}

const step = (trainer: Trainer, batch: Batch) =>
  trainer.train({ batch, masks: dropoutMasks(trainer.dropoutSites, randomStream(0, 0)) });

async function parametersOf(trainer: Trainer): Promise<number[]> {
  return Object.values(await trainer.readParameters()).flatMap(({ values }) => [...values]);
}

describe('steps in two halves', () => {
  it.each([1, 2])(
    'leave an evaluation that tells about each example of a batch, on %i threads',
    async (threads) => {
      const trainer = await prepare(textProblem(33), threads);
      await train(trainer, 0, 3, batches(33));
      const batch = batches(33, { counting: 20 })(4);
      const { metrics, correct } = await trainer.evaluate(batch);
      const right = (correct as Uint8Array).subarray(0, 20).reduce((sum, flag) => sum + flag, 0);
      expect(correct).toHaveLength(33);
      expect(metrics.accuracy).toBeCloseTo(right / 20, 6);
    },
  );

  it.each([64, 33, 32])('have the same bits on one thread and on two, for batches of %i', async (size) => {
    const runs = [];
    for (const threads of [1, 2]) {
      const trainer = await prepare(textProblem(size), threads);
      expect(trainer.threads).toBe(threads);
      runs.push([await train(trainer, 0, 20, batches(size)), await trainer.snapshot()]);
    }
    expect(runs[1]).toEqual(runs[0]);
  });

  it.each([
    ['all examples', 32, {}],
    ['an odd number', 33, {}],
    ['examples of the first half', 32, { counting: 11 }],
    ['examples of the second half', 32, { first: 20, counting: 3 }],
    ['more of one half than of the other', 32, { counting: 21 }],
  ])('have the gradient of the whole batch: %s', async (_, size, weights) => {
    const changes = [];
    for (const [problem, threads] of [
      [textProblem(size), 2],
      [whole(textProblem(size)), 1],
    ] as const) {
      const trainer = await prepare(descent(problem), 2);
      expect(trainer.threads).toBe(threads);
      const before = await parametersOf(trainer);
      const metrics = await step(trainer, batches(size, weights)(0));
      const after = await parametersOf(trainer);
      changes.push({ metrics, gradients: before.map((value, at) => value - (after[at] as number)) });
    }
    const [halves, wholes] = changes as [(typeof changes)[0], (typeof changes)[0]];
    expect(Object.keys(halves.metrics)).toEqual(Object.keys(wholes.metrics));
    expect(halves.metrics.weight).toBe(wholes.metrics.weight);
    expect(halves.metrics.loss).toBeCloseTo(wholes.metrics.loss as number, 6);
    expect(halves.metrics.accuracy).toBeCloseTo(wholes.metrics.accuracy as number, 6);
    const norm = Math.hypot(...wholes.gradients);
    const errors = halves.gradients.map((value, at) => Math.abs(value - (wholes.gradients[at] as number)));
    expect(Math.max(...errors)).toBeLessThan(1e-6 * norm);
  });

  it('have means of zero where nothing counts, as whole ones', async () => {
    for (const problem of [textProblem(), whole(textProblem())]) {
      const metrics = await step(await prepare(problem, 2), batches(32, { counting: 0 })(0));
      expect(metrics).toEqual({ loss: 0, accuracy: 0, weight: 0 });
    }
  });

  it('go on from a snapshot as if they had never stopped, also on another number of threads', async () => {
    const trainer = await prepare(textProblem(), 2);
    await train(trainer, 0, 5, batches(32));
    const snapshot = await trainer.snapshot();
    const straight = [await train(trainer, 5, 5, batches(32)), await trainer.snapshot()];
    for (const each of [trainer, await prepare(textProblem(), 2), await prepare(textProblem(), 1)]) {
      await each.restore(snapshot);
      expect([await train(each, 5, 5, batches(32)), await each.snapshot()]).toEqual(straight);
    }
  });

  it('settle when the other thread has updated its share', async () => {
    const settlesAtOnce = async (threads: number) => {
      const trainer = await prepare(textProblem(), threads);
      await step(trainer, batches(32)(0));
      let settled = false;
      const waiting = trainer.settled().then(() => {
        settled = true;
      });
      for (let turn = 0; turn < 20; turn++) await null;
      const atOnce = settled;
      await waiting;
      return atOnce;
    };
    expect(await settlesAtOnce(1)).toBe(true);
    expect(await settlesAtOnce(2)).toBe(false);
  });

  it('are complete for whatever asks for the parameters', async () => {
    const [one, two] = [await prepare(textProblem(), 1), await prepare(textProblem(), 2)];
    const scale = await Promise.all(
      [one, two].map((trainer) =>
        trainer.compile(
          (parameters, { by }) => {
            const { token } = (parameters as unknown as { embedding: { token: tf.Tensor } }).embedding;
            return { scaled: tf.mul(token, by as tf.Tensor) };
          },
          { by: { shape: [], dtype: 'float32' } },
        ),
      ),
    );
    const batch = batches(32)(1);
    const questions: ((trainer: Trainer, at: number) => Promise<unknown>)[] = [
      (trainer) => trainer.evaluate(batch),
      (_, at) => scale[at]?.run({ by: Float32Array.of(2) }) as Promise<Batch>,
      (trainer) => trainer.readParameters(),
      (trainer) => trainer.snapshot(),
    ];
    for (const question of questions) {
      const answers = [];
      for (const [at, trainer] of [one, two].entries()) {
        await train(trainer, 0, 1, batches(32));
        answers.push(await question(trainer, at));
      }
      expect(answers[1]).toEqual(answers[0]);
    }
    const { parameters } = await one.snapshot();
    await train(two, 0, 1, batches(32));
    await two.writeParameters(parameters);
    expect(await two.readParameters()).toEqual(parameters);
    await Promise.all(scale.map((each) => each.dispose()));
  });

  it('name the array that is wrong, as it is for the whole batch', async () => {
    const trainer = await prepare(textProblem(), 2);
    const { tokens, ...batch } = batches(32)(0);
    await expect(step(trainer, { ...batch, tokens: new Int32Array(5) })).rejects.toThrow(
      "run: 'input.batch.tokens': expected Int32Array of 512 ([32,16]), got Int32Array of 5",
    );
    await expect(step(trainer, batch)).rejects.toThrow("run: inputs: 'batch.tokens' is missing");
    await expect(
      trainer.train({ batch: { ...batch, tokens: tokens as Int32Array }, masks: [] }),
    ).rejects.toThrow("run: inputs: 'masks.0' is missing");
  });

  it.each([0, 31])(
    'fail with an example that cannot be computed, number %i, and change nothing',
    async (example) => {
      for (const threads of [1, 2]) {
        const trainer = await prepare(textProblem(), threads);
        const before = await trainer.snapshot();
        const batch = batches(32)(0);
        (batch.tokens as Int32Array)[example * LENGTH] = VOCABULARY;
        await expect(step(trainer, batch)).rejects.toThrow(/indices element out of data bounds, idx=60/);
        expect(await trainer.snapshot()).toEqual(before);
        const fresh = await prepare(textProblem(), 1);
        expect(await train(trainer, 0, 3, batches(32))).toEqual(await train(fresh, 0, 3, batches(32)));
      }
    },
  );

  it('keep their memory over 2,000 steps', async () => {
    const trainer = await prepare(textProblem(), 2);
    expect(await memoryGrowth(trainer, batches(32))).toBeLessThan(20);
  });
});

describe('steps stay whole', () => {
  const unlike: [string, TrainingProblem][] = [
    ['a batch of one example', textProblem(1)],
    ['little work', tiny],
    ['gradients that are clipped', whole(textProblem())],
    [
      'dropout that is not of examples',
      {
        ...textProblem(),
        loss: (parameters, batch, dropout) => {
          const { token } = (parameters as unknown as { embedding: { token: tf.Tensor } }).embedding;
          dropout(token, 0.1);
          return textProblem().loss(parameters, batch, dropout);
        },
      },
    ],
    [
      'dropout of as many rows as there are examples',
      {
        ...textProblem(VOCABULARY),
        loss: (parameters, batch, dropout) => {
          const { token } = (parameters as unknown as { embedding: { token: tf.Tensor } }).embedding;
          dropout(token, 0.1);
          return textProblem().loss(parameters, batch, dropout);
        },
      },
    ],
    [
      'a loss that takes no other batches',
      {
        ...textProblem(),
        loss: (parameters, batch, dropout) => {
          tf.reshape(batch.label as tf.Tensor, [32]);
          return textProblem().loss(parameters, batch, dropout);
        },
      },
    ],
  ];
  it.each(unlike)('with %s', async (_, problem) => {
    const trainer = await prepare(problem, 2);
    expect(trainer.threads).toBe(1);
  });
});

const END = 'onnx engine: the thread for half of each batch ended (exit code 1); start the training again';

describe('the second thread', () => {
  it('fails the step that waits for it when it is killed, and all after it', async () => {
    const { trainer, thread } = await prepareThread();
    await train(trainer, 0, 2, batches(32));
    const before = await trainer.snapshot();
    const running = step(trainer, batches(32)(2));
    await Promise.all([expect(running).rejects.toThrow(END), thread.terminate()]);
    await expect(step(trainer, batches(32)(3))).rejects.toThrow(END);
    expect(await trainer.snapshot()).toEqual(before);
  });

  it('is gone once its trainer is disposed of, also in the middle of an update', async () => {
    const { trainer, thread } = await prepareThread();
    await train(trainer, 0, 2, batches(32));
    await dispose(trainer);
    expect(thread.threadId).toBe(-1);
  });

  it('can be started again and again', async () => {
    for (let time = 0; time < 5; time++) {
      const { trainer } = await prepareThread();
      await train(trainer, 0, 1, batches(32));
      await dispose(trainer);
    }
  });
});

describe('a process with a second thread', () => {
  const child = fileURLToPath(new URL('./halves-child.ts', import.meta.url));
  const parameters = (how: string) => [...process.execArgv, child, how];

  it.each(['end', 'dispose', 'exit'])('ends by itself: %s', async (how) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, parameters(how));
    expect([stdout.trim(), stderr]).toEqual(['2 threads', '']);
  });

  it('ends by a signal', async () => {
    const running = spawn(process.execPath, parameters('run'), { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(running.stdout, 'data');
    running.kill('SIGINT');
    expect(await once(running, 'exit')).toEqual([null, 'SIGINT']);
  });
});
