import '@tensorflow/tfjs-backend-cpu';
import { mechanism } from '@better-attention/attention';
import { type RandomStream, randomStream } from '@better-attention/random';
import type { LatencyMeasurement } from '@better-attention/records';
import { quantileOfSorted } from '@better-attention/statistics';
import { type CompiledFunction, compile, type TensorData, tensorSpec } from '@better-attention/tfjs-onnx';
import * as tf from '@tensorflow/tfjs-core';
import { deviationOf } from '../support/deviation.js';
import { Failure } from '../support/failure.js';
import type { LayerSize } from './layer-size.js';
import { TIMING } from './timing.js';

/** What layers are timed with, the same for every size. */
export interface TimingOptions {
  readonly mechanisms: readonly string[];
  readonly batches: readonly number[];
  /** Of ONNX Runtime. */
  readonly threads: number;
  /** Timed at least and at most so often. */
  readonly rounds: { readonly least: number; readonly most: number };
  /** After so long a layer is timed no more, once it has the least rounds. */
  readonly secondsPerSize: number;
}

/** A mechanism's layer of one size, compiled for one batch size. */
interface Contestant {
  readonly mechanism: string;
  readonly deviation: number;
  readonly times: number[];
  run(): Promise<unknown>;
  dispose(): Promise<void>;
}

type Layer = CompiledFunction<{ readonly x: TensorData }, TensorData>;

/**
 * Times the mechanisms' layers of one size at each batch size: self-attention without a mask, forward, by ONNX
 * Runtime. Each is first compared with TensorFlow.js' plain JavaScript backend on the last example of its batch, then
 * warmed up; then they take turns, each round beginning with another.
 *
 * @throws Failure that names the mechanism whose output is wrong
 */
export async function timeLayers(options: TimingOptions, size: LayerSize): Promise<LatencyMeasurement[]> {
  const random = randomStream(0, 'latency', size.contextLength, size.modelWidth, size.heads);
  const example = signal(random.derive('example'), size.contextLength * size.modelWidth);
  const references = await referencesOf(options.mechanisms, size, example, random);
  const measurements: LatencyMeasurement[] = [];
  for (const batch of options.batches) {
    const x = signal(random.derive('batch'), batch * example.length);
    x.set(example, x.length - example.length);
    const contestants: Contestant[] = [];
    try {
      for (const [name, reference] of references) {
        const layer = await compileLayer(name, { size, batch, threads: options.threads, random });
        contestants.push(await contestantOf(name, layer, { size, x, reference }));
      }
      await takeTurns(contestants, options);
      measurements.push(...contestants.map((contestant) => measurementOf(contestant, size, batch)));
    } finally {
      for (const { dispose } of contestants) await dispose();
    }
  }
  return measurements;
}

/** `length` numbers of mean 0 and variance 1. */
function signal(random: RandomStream, length: number): Float32Array {
  const values = new Float32Array(length);
  for (let at = 0; at < length; at++) values[at] = Math.sqrt(12) * (random.uniform() - 0.5);
  return values;
}

/** A mechanism's output for a batch `x` `[B, L, D]`; the parameters are the same for every batch size. */
function outputOf(name: string, size: LayerSize, random: RandomStream, x: tf.Tensor): tf.Tensor {
  const layer = mechanism(name)(size);
  const parameters = layer.init(random.derive('parameters', name));
  return layer.apply(parameters, { query: x, key: x, value: x }).output;
}

/** The outputs for one example, by mechanism, as TensorFlow.js computes them operation by operation. */
async function referencesOf(
  names: readonly string[],
  size: LayerSize,
  example: Float32Array,
  random: RandomStream,
): Promise<Map<string, TensorData>> {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
  const outputs = names.map((name) => {
    const output = tf.tidy(() =>
      outputOf(name, size, random, tf.tensor(example, [1, size.contextLength, size.modelWidth])),
    );
    const values = output.dataSync<'float32'>();
    output.dispose();
    return [name, values] as const;
  });
  return new Map(outputs);
}

interface LayerOptions {
  readonly size: LayerSize;
  readonly batch: number;
  readonly threads: number;
  readonly random: RandomStream;
}

function compileLayer(name: string, { size, batch, threads, random }: LayerOptions): Promise<Layer> {
  return compile(
    ({ x }) => outputOf(name, size, random, x),
    { x: tensorSpec([batch, size.contextLength, size.modelWidth]) },
    { threads, allowSpinning: TIMING.allowSpinning },
  );
}

async function contestantOf(
  name: string,
  layer: Layer,
  { size, x, reference }: { size: LayerSize; x: TensorData; reference: TensorData },
): Promise<Contestant> {
  const output = await layer.run({ x });
  const deviation = deviationOf(output.subarray(output.length - reference.length), reference);
  if (!(deviation <= TIMING.largestDeviation)) {
    await layer.dispose();
    const { contextLength, modelWidth, heads } = size;
    throw new Failure(
      `${name} attention of length ${contextLength}, width ${modelWidth}, ${heads} heads: its compiled output deviates ` +
        `from TensorFlow.js' by ${deviation.toExponential(1)} of the largest number, expected at most ${TIMING.largestDeviation}; not timed`,
    );
  }
  return {
    mechanism: name,
    deviation,
    times: [],
    run: () => layer.run({ x }, { into: output }),
    dispose: () => layer.dispose(),
  };
}

async function takeTurns(
  contestants: readonly Contestant[],
  { rounds, secondsPerSize }: TimingOptions,
): Promise<void> {
  for (let round = 0; round < TIMING.warmUpRounds; round++) {
    for (const { run } of contestants) await run();
  }
  const started = performance.now();
  const late = () => performance.now() - started > 1000 * secondsPerSize;
  for (let round = 0; round < rounds.most && (round < rounds.least || !late()); round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const { run, times } = contestants[(round + turn) % contestants.length] as Contestant;
      const before = performance.now();
      await run();
      times.push(performance.now() - before);
    }
  }
}

function measurementOf(
  { mechanism, deviation, times }: Contestant,
  size: LayerSize,
  batch: number,
): LatencyMeasurement {
  const sorted = [...times].sort((a, b) => a - b);
  const toNanoseconds = (share: number) => Number(quantileOfSorted(sorted, share).toFixed(6));
  const milliseconds = {
    lowerQuartile: toNanoseconds(0.25),
    median: toNanoseconds(0.5),
    upperQuartile: toNanoseconds(0.75),
  };
  return { mechanism, ...size, batch, rounds: times.length, milliseconds, deviation };
}
