import '../gradients.js';
import type { RandomStream } from '@better-attention/random';
import {
  availableCores,
  compile,
  compileLoop,
  leaves,
  type TensorData,
  type TensorSpec,
  type Tree,
  tensorSpec,
  unflatten,
} from '@better-attention/tfjs-onnx';
import * as tf from '@tensorflow/tfjs-core';
import { type DropoutSite, dropoutSites, keepAll } from '../dropout.js';
import type { Engine, Metrics, Trainer, TrainingStep } from '../engine.js';
import { type BatchTensors, batchSignature, type Parameters, type TrainingProblem } from '../problem.js';
import { snapshotOf, stateOf } from '../snapshot.js';
import { initialState, mapState, type State, type StepTensors, trainingStep } from '../step.js';

/** Steps of one run of the graph: enough that copying the state in and out hardly counts. */
const STEPS_PER_CALL = 16;

/** Options of {@link onnxEngine}. */
export interface OnnxEngineOptions {
  /** Threads of ONNX Runtime, default: the cores that this process may use. */
  readonly threads?: number;
}

/** The training step recorded once as an ONNX graph and run by ONNX Runtime on the CPU. */
export async function onnxEngine({ threads = availableCores() }: OnnxEngineOptions = {}): Promise<Engine> {
  return {
    name: 'onnx',
    device: 'cpu',
    threads,
    versions: { '@tensorflow/tfjs-core': tf.version_core, 'onnxruntime-node': '1.30.0' },
    prepare: (problem, random) => compiledTrainer(problem, random, threads),
  };
}

async function compiledTrainer(
  problem: TrainingProblem,
  random: RandomStream,
  threads: number,
): Promise<Trainer> {
  const { optimiser } = problem;
  const { structure, specs, parameters, sites } = await initialise(problem, random);
  const batch = batchSignature(problem);

  const training = await compileLoop(
    (state: State<tf.Tensor>, inputs: StepTensors) => {
      const { state: next, metrics } = trainingStep(problem, structure, state, inputs);
      return { state: next, outputs: metrics as Readonly<Record<string, tf.Tensor>> };
    },
    {
      state: initialState(specs, optimiser.slots, (spec) => spec),
      inputs: {
        batch,
        masks: sites.map(({ shape }) => tensorSpec(shape, 'bool')),
        scalars: Object.fromEntries(Object.keys(optimiser.scalars(1)).map((name) => [name, tensorSpec([])])),
      },
    },
    { threads },
  );
  const evaluation = await compile(
    (inputs: { parameters: tf.Tensor[]; batch: BatchTensors }) =>
      problem.loss(unflatten(structure, inputs.parameters) as Parameters, inputs.batch, keepAll),
    { parameters: specs, batch },
    { threads },
  );

  let step = 0;
  let state = initialState<TensorData>(parameters, optimiser.slots, ({ length }) => new Float32Array(length));

  return {
    dropoutSites: sites,
    stepsPerCall: STEPS_PER_CALL,
    async train(steps) {
      const scalars = steps.map((_, at) => optimiser.scalars(step + at + 1));
      const result = await training.run({ state, inputs: stackSteps(steps, scalars) });
      state = result.state as State<TensorData>;
      step += steps.length;
      return unstackMetrics(result.outputs as Readonly<Record<string, TensorData>>, steps.length);
    },
    async evaluate(batches) {
      const results: Metrics[] = [];
      for (const each of batches) {
        const metrics = await evaluation.run({ parameters: state.parameters, batch: each });
        results.push(...unstackMetrics(metrics as Readonly<Record<string, TensorData>>, 1));
      }
      return results;
    },
    snapshot: async () =>
      snapshotOf(
        problem,
        structure,
        step,
        mapState(state, (array) => array.slice()),
      ),
    async restore(snapshot) {
      const sizes = mapState(state, ({ length }) => ({ size: length }));
      state = stateOf(problem, structure, snapshot, sizes);
      step = snapshot.step;
    },
    dispose: async () => {
      await Promise.all([training.dispose(), evaluation.dispose()]);
    },
  };
}

interface Start {
  /** A tree of the parameters' form. */
  readonly structure: Tree<unknown>;
  readonly specs: TensorSpec[];
  readonly parameters: TensorData[];
  readonly sites: readonly DropoutSite[];
}

/** The initial parameters and where dropout is applied, computed by a graph without inputs. */
async function initialise(problem: TrainingProblem, random: RandomStream): Promise<Start> {
  let start: Omit<Start, 'parameters'> | undefined;
  const constants = await compile((): tf.Tensor[] => {
    const parameters = problem.init(random);
    const tensors = leaves<tf.Tensor>(parameters);
    start = {
      structure: unflatten(
        parameters,
        tensors.map(() => null),
      ),
      specs: tensors.map(({ shape, dtype }) => tensorSpec(shape, dtype as 'float32')),
      sites: dropoutSites(problem, parameters),
    };
    return tensors;
  }, {});
  const parameters = await constants.run({});
  await constants.dispose();
  return { ...(start as unknown as Start), parameters };
}

/** The inputs of several steps, each stacked on a leading axis. */
function stackSteps(steps: readonly TrainingStep[], scalars: readonly Readonly<Record<string, number>>[]) {
  const [{ batch, masks }] = steps as [TrainingStep];
  return {
    batch: Object.fromEntries(
      Object.keys(batch).map((field) => [
        field,
        joined(steps.map((each) => each.batch[field] as TensorData)),
      ]),
    ),
    masks: masks.map((_, site) => joined(steps.map((each) => each.masks[site] as Uint8Array))),
    scalars: Object.fromEntries(
      Object.keys(scalars[0] ?? {}).map((name) => [
        name,
        Float32Array.from(scalars, (each) => each[name] as number),
      ]),
    ),
  };
}

function joined(arrays: readonly TensorData[]): TensorData {
  const [first] = arrays as [TensorData];
  const all = new (first.constructor as new (length: number) => TensorData)(first.length * arrays.length);
  arrays.forEach((array, at) => {
    all.set(array, at * first.length);
  });
  return all;
}

function unstackMetrics(metrics: Readonly<Record<string, TensorData>>, steps: number): Metrics[] {
  return Array.from({ length: steps }, (_, step) =>
    Object.fromEntries(Object.entries(metrics).map(([name, values]) => [name, values[step] as number])),
  );
}
