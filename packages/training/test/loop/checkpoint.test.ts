import type { RandomStream } from '@better-attention/random';
import { randomStream } from '@better-attention/random';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Batch,
  type Checkpoint,
  type CheckpointMoment,
  decodeSealed,
  type Engine,
  type Examples,
  encodeSealed,
  type LoopOptions,
  onnxEngine,
  type Progress,
  packCheckpoint,
  type Trainer,
  tensorflowEngine,
  train,
  unpackCheckpoint,
  wasmEngine,
} from '../../src/index.js';
import { hasAddon, leftOut } from '../engines/addon.js';
import { examples, problem } from '../problems.js';

/** Examples of which a training step sees other tokens each time. */
function augmented(size: number, seed: number): Examples {
  const plain = examples(size, seed);
  return {
    size,
    batch(positions: Uint32Array, augmentation?: RandomStream): Batch {
      const batch = plain.batch(positions);
      if (augmentation === undefined) return batch;
      const tokens = (batch.tokens as Int32Array).map((token) => (augmentation.uniform() < 0.1 ? 0 : token));
      return { ...batch, tokens };
    },
  };
}

const EPOCHS = 3;
const STEPS = 4;
/** Of an epoch's moments: one after each step, one after the validation. */
const MOMENTS = STEPS + 1;
const options: LoopOptions = {
  train: augmented(30, 1),
  validation: examples(20, 2),
  test: examples(20, 3),
  batchSize: problem.batchSize,
  epochs: EPOCHS,
  select: 'accuracy',
  random: randomStream(0),
};
const enough = new Error('enough');

/** What of a training has to be the same bits however often it was interrupted: everything but times. */
function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'trainSeconds');
  return Object.fromEntries(kept.map(([name, each]) => [name, timeless(each)]));
}

/** A checkpoint as a process finds it that starts after the one which wrote it. */
function throughFile(checkpoint: Checkpoint): Checkpoint {
  const file = Buffer.concat(encodeSealed(packCheckpoint(checkpoint, { origin: 'test' })));
  return unpackCheckpoint(decodeSealed(file, 'file'), 'file');
}

interface Ended {
  /** Each checkpoint by the number of its moment. */
  readonly checkpoints: Checkpoint[];
  readonly result: unknown;
}

/** Trains in a trainer of its own. */
async function trained(engine: Engine, overrides: Partial<LoopOptions> = {}): Promise<Ended> {
  const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
  const checkpoints: Checkpoint[] = [];
  try {
    const { checkpoint, ...result } = await train(trainer, {
      ...options,
      onCheckpoint: async ({ make }) => {
        checkpoints.push(await make());
      },
      ...overrides,
    });
    return { checkpoints, result: { ...result, checkpoint, parameters: await trainer.readParameters() } };
  } finally {
    await trainer.dispose();
  }
}

/** Trains until a moment, counted from 1, at which it is told to stop; gives the last checkpoint that is offered. */
async function stopped(engine: Engine, moment: number, resume?: Checkpoint): Promise<Checkpoint> {
  const controller = new AbortController();
  const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
  let moments = 0;
  let last: Checkpoint | undefined;
  const ended = train(trainer, {
    ...options,
    resume,
    signal: controller.signal,
    onCheckpoint: async ({ make, stopping }) => {
      if (stopping) last = await make();
      else if (++moments === moment) controller.abort(enough);
    },
  });
  await expect(ended).rejects.toBe(enough);
  await trainer.dispose();
  return throughFile(last as Checkpoint);
}

const TENSORFLOW = '@tensorflow/tfjs-node';
const ENGINES: readonly (readonly [string, () => Promise<Engine>, boolean])[] = [
  ['onnx', () => onnxEngine({ threads: 1 }), true],
  ['wasm', wasmEngine, true],
  [`tensorflow${leftOut(TENSORFLOW)}`, () => tensorflowEngine({ threads: 1 }), hasAddon(TENSORFLOW)],
];

describe.each(ENGINES)('a training that was interrupted, with the engine %s', (_, open, usable) => {
  let engine: Engine;
  let straight: Ended;
  beforeAll(async () => {
    if (!usable) return;
    engine = await open();
    straight = await trained(engine);
  });

  it.runIf(usable)('ends as if it had never been, from each of its moments', async () => {
    expect(straight.checkpoints).toHaveLength(EPOCHS * MOMENTS);
    for (const [at, checkpoint] of straight.checkpoints.entries()) {
      const resumed = await trained(engine, { resume: throughFile(checkpoint) });
      expect(timeless(resumed.result), `moment ${at}`).toEqual(timeless(straight.result));
      expect(timeless(resumed.checkpoints), `moment ${at}`).toEqual(
        timeless(straight.checkpoints.slice(at + 1)),
      );
    }
  });

  it.runIf(usable)('ends as if it had never been, wherever it is stopped twice', async () => {
    const place = fc.integer({ min: 1, max: EPOCHS * MOMENTS });
    await fc.assert(
      fc.asyncProperty(place, place, async (first, second) => {
        const once = await stopped(engine, first);
        const left = EPOCHS * MOMENTS - first;
        const resume = second <= left ? await stopped(engine, second, once) : once;
        const resumed = await trained(engine, { resume });
        expect(timeless(resumed.result)).toEqual(timeless(straight.result));
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});

describe('the moments of a training', () => {
  let engine: Engine;
  let trainer: Trainer;
  beforeAll(async () => {
    engine = await wasmEngine();
    trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(() => trainer.dispose());

  it('are after each step and each validation, and hold no more than is needed', async () => {
    const { checkpoints } = await trained(engine);
    const places = checkpoints.map(({ epochs, begun, last, best }) => [
      epochs.length,
      begun?.steps ?? 0,
      last?.step,
      best === undefined ? undefined : Object.keys(best),
    ]);
    const best = ['epoch', 'parameters'];
    expect(places).toEqual([
      [0, 1, 1, undefined],
      [0, 2, 2, undefined],
      [0, 3, 3, undefined],
      [0, 4, 4, undefined],
      [1, 0, 4, best],
      [1, 1, 5, best],
      [1, 2, 6, best],
      [1, 3, 7, best],
      [1, 4, 8, best],
      [2, 0, 8, best],
      [2, 1, 9, best],
      [2, 2, 10, best],
      [2, 3, 11, best],
      [2, 4, 12, best],
      [3, 0, undefined, best],
    ]);
  });

  it('keep positions alone of what is random', async () => {
    const [checkpoint] = (await trained(engine)).checkpoints;
    expect(Object.keys(checkpoint as Checkpoint)).toEqual(['epochs', 'begun', 'best', 'last']);
    expect(Object.keys(checkpoint?.begun ?? {})).toEqual(['steps', 'means', 'trainSeconds']);
    expect(Object.keys(checkpoint?.last ?? {})).toEqual(['step', 'parameters', 'slots']);
  });

  /** Trains in a trainer some of whose functions are watched or changed, until it ends. */
  async function stages(overrides: Partial<LoopOptions>, changed: Partial<Trainer> = {}) {
    const stops: (readonly [number, number | undefined, boolean])[] = [];
    const fresh = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const ended = await train(
      { ...fresh, ...changed },
      {
        ...options,
        ...overrides,
        onCheckpoint: async (moment) => {
          const { epochs, begun } = await moment.make();
          stops.push([epochs.length, begun?.steps, moment.stopping]);
          await overrides.onCheckpoint?.(moment);
        },
      },
    ).catch((error: unknown) => error);
    await fresh.dispose();
    return { stops, ended };
  }

  it('end with one that says so when the signal is aborted before the first step', async () => {
    const { stops, ended } = await stages({ signal: AbortSignal.abort(enough) });
    expect(stops).toEqual([[0, undefined, true]]);
    expect(ended).toBe(enough);
  });

  it('end after the step during which the signal is aborted', async () => {
    const controller = new AbortController();
    const { stops, ended } = await stages({
      signal: controller.signal,
      onProgress: ({ step }) => step === 2 && controller.abort(enough),
    });
    expect(stops).toEqual([
      [0, 1, false],
      [0, 2, true],
    ]);
    expect(ended).toBe(enough);
  });

  it('end with that of all steps and no validation when the signal is aborted during the validation', async () => {
    const controller = new AbortController();
    let evaluated = 0;
    const { stops, ended } = await stages(
      { signal: controller.signal },
      {
        evaluate: async (batch) => {
          if (++evaluated === 2) controller.abort(enough);
          return trainer.evaluate(batch);
        },
      },
    );
    expect(evaluated).toBe(2);
    expect(stops.slice(-2)).toEqual([
      [0, STEPS, false],
      [0, STEPS, true],
    ]);
    expect(ended).toBe(enough);
  });

  it('end with that of all epochs when the signal is aborted during the test', async () => {
    const controller = new AbortController();
    const test: Examples = {
      ...options.test,
      batch: (positions) => {
        controller.abort(enough);
        return options.test.batch(positions);
      },
    };
    const { stops, ended } = await stages({ signal: controller.signal, test });
    expect(stops.slice(-2)).toEqual([
      [EPOCHS, undefined, false],
      [EPOCHS, undefined, true],
    ]);
    expect(ended).toBe(enough);
  });

  it('end the training with what keeping it fails with', async () => {
    const full = new Error('disk full');
    const { stops, ended } = await stages({ onCheckpoint: () => Promise.reject(full) });
    expect(stops).toHaveLength(1);
    expect(ended).toBe(full);
  });

  it('take no training time, and a resumed epoch adds to the time before', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    const checkpoints: Checkpoint[] = [];
    const timed = {
      ...options,
      epochs: 1,
      onProgress: ({ validation }: Progress) => {
        vi.setSystemTime(0);
        if (validation === undefined) vi.advanceTimersByTime(1000);
      },
      onCheckpoint: async ({ make }: CheckpointMoment) => {
        checkpoints.push(await make());
        vi.advanceTimersByTime(60_000);
      },
    };
    const straight = await train(trainer, timed);
    expect(straight.epochs[0]?.trainSeconds).toBe(STEPS);
    expect(checkpoints.map(({ begun }) => begun?.trainSeconds)).toEqual([1, 2, 3, 4, undefined]);
    const resumed = await train(trainer, { ...timed, resume: checkpoints[1] });
    expect(resumed.epochs[0]?.trainSeconds).toBe(STEPS);
  });

  it('refuse a checkpoint that is ahead of the training', async () => {
    const { checkpoints } = await trained(engine);
    const resume = checkpoints.at(-1) as Checkpoint;
    await expect(train(trainer, { ...options, epochs: 2, resume })).rejects.toThrow(
      "training: resume: a checkpoint after 3 epochs and 0 steps doesn't fit 2 epochs of 4 steps",
    );
    await expect(
      train(trainer, { ...options, train: examples(8, 1), resume: checkpoints[2] }),
    ).rejects.toThrow("a checkpoint after 0 epochs and 3 steps doesn't fit 3 epochs of 1 steps");
  });
});

describe('a checkpoint as a file', () => {
  it('is refused where the file holds something else', () => {
    expect(() => unpackCheckpoint({ arrays: {}, metadata: {} }, 'x.safetensors')).toThrow(
      'x.safetensors: expected a checkpoint, got other arrays',
    );
  });
});
