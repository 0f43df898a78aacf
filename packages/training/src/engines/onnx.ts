import '../engine/gradients.js';
import type { RandomStream } from '@better-attention/random';
import {
  allocateVectors,
  availableCores,
  type CompileOptions,
  compile,
  compileElementwise,
  type ElementwiseLoop,
  leaves,
  onnxRuntimeVersion,
  runOnce,
  type TensorData,
  type TensorSpec,
  type Tree,
  tensorSpec,
  unflatten,
} from '@better-attention/tfjs-onnx';
import * as tf from '@tensorflow/tfjs-core';
import type { Device, Engine, Trainer, WeightedMetrics } from '../engine/engine.js';
import { namedArrays, orderedArrays, snapshotOf, stateOf } from '../engine/snapshot.js';
import { lossGradients, mapState, type State } from '../engine/step.js';
import type { Optimiser } from '../optimisers/index.js';
import { keepAll, type LossOutline, lossOutline } from '../problem/dropout.js';
import {
  type BatchTensors,
  batchSignature,
  type Parameters,
  requireProblem,
  type TrainingProblem,
} from '../problem/problem.js';

/** Options of {@link onnxEngine}. */
export interface OnnxEngineOptions {
  /** Where the graph of the gradient runs, default: the CPU. The optimiser always runs there. */
  readonly device?: Device | undefined;
  /** The most threads that ONNX Runtime uses, default: the cores that this process may use. Small graphs get one. */
  readonly threads?: number | undefined;
}

/**
 * The gradient of the loss recorded once as an ONNX graph and run by ONNX Runtime, the optimiser as one loop of
 * WebAssembly over all parameters. On the CPU both work on the same memory, and nothing is copied from step to step.
 *
 * @throws Error that says why, when the device is `cuda` and ONNX Runtime's CUDA provider can't be used
 */
export async function onnxEngine({
  device = 'cpu',
  threads = availableCores(),
}: OnnxEngineOptions = {}): Promise<Engine> {
  const options: CompileOptions = { threads: { atMost: threads }, executionProviders: [device] };
  if (device === 'cuda') await requireCuda(options);
  return {
    name: 'onnx',
    device,
    versions: { '@tensorflow/tfjs-core': tf.version_core, 'onnxruntime-node': onnxRuntimeVersion },
    prepare: (problem, random) => compiledTrainer(problem, random, options),
  };
}

/** Runs one small graph on the GPU. */
async function requireCuda(options: CompileOptions): Promise<void> {
  try {
    const increment = await compile(
      ({ x }: { x: tf.Tensor }) => tf.add(x, 1),
      { x: tensorSpec([1], 'float32') },
      options,
    );
    await increment.run({ x: Float32Array.of(1) });
    await increment.dispose();
  } catch (error) {
    throw new Error(
      `onnx engine: device cuda: ONNX Runtime ${onnxRuntimeVersion} can't use its CUDA provider ` +
        `(${(error as Error).message}); with the NVIDIA driver, CUDA 12 and cuDNN 9 on Linux x64, ` +
        'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12 fetches it; ' +
        'or choose the device cpu',
      { cause: error },
    );
  }
}

async function compiledTrainer(
  problem: TrainingProblem,
  random: RandomStream,
  options: CompileOptions,
): Promise<Trainer> {
  requireProblem(problem);
  const { optimiser } = problem;
  const { structure, specs, parameters, outline } = await initialise(problem, random);
  const batch = batchSignature(problem);

  let metricNames: string[] = [];
  const differentiated = await compile(
    (inputs: { parameters: tf.Tensor[]; batch: BatchTensors; masks: tf.Tensor[] }) => {
      const { gradients, metrics } = lossGradients(problem, structure, inputs.parameters, inputs);
      metricNames = Object.keys(metrics);
      return { gradients, metrics: Object.values(metrics) };
    },
    { parameters: specs, batch, masks: outline.dropoutSites.map(({ shape }) => tensorSpec(shape, 'bool')) },
    options,
  );
  const evaluated = await compile(
    ({ parameters, batch }: { parameters: tf.Tensor[]; batch: BatchTensors }) =>
      Object.values(problem.loss(unflatten(structure, parameters) as Parameters, batch, keepAll)),
    { parameters: specs, batch },
    options,
  );
  const metrics = metricNames.map(() => new Float32Array(1));
  const readMetrics = () =>
    Object.fromEntries(metricNames.map((name, at) => [name, metrics[at]?.[0]])) as WeightedMetrics;

  const names = vectorNames(optimiser);
  const { memory, whole, parts } = allocateVectors(
    names.length,
    parameters.map(({ length }) => length),
  );
  const [current, gradients, ...slots] = parts as [Float32Array[], Float32Array[], ...Float32Array[][]];
  const state: State<Float32Array> = { parameters: current, slots };
  const update = compileUpdate(optimiser, memory);
  const vectors = Object.fromEntries(names.map((name, at) => [name, whole[at] as Float32Array]));
  const shapes = specs.map(({ shape }) => shape);
  const copyOf = (array: Float32Array, at: number) => ({ shape: shapes[at] ?? [], values: array.slice() });
  let step = 0;

  function write(next: readonly (readonly TensorData[])[]): void {
    next.forEach((arrays, vector) => {
      arrays.forEach((array, at) => {
        [current, ...slots][vector]?.[at]?.set(array);
      });
    });
  }
  write([parameters]);

  return {
    ...outline,
    threads: differentiated.threads,
    async train({ batch, masks }) {
      const inputs = { parameters: current, batch, masks: [...masks] };
      await differentiated.run(inputs, { into: { gradients, metrics } });
      step++;
      update.run(vectors, optimiser.scalars(step));
      return readMetrics();
    },
    async evaluate(batch) {
      await evaluated.run({ parameters: current, batch }, { into: metrics });
      return readMetrics();
    },
    async compile(compute, signature) {
      const compiled = await compile(
        (given: { parameters: tf.Tensor[]; inputs: BatchTensors }) =>
          compute(unflatten(structure, given.parameters) as Parameters, given.inputs),
        { parameters: specs, inputs: signature },
        options,
      );
      return {
        run: (inputs) => compiled.run({ parameters: current, inputs }),
        dispose: compiled.dispose,
      };
    },
    snapshot: async () => snapshotOf(problem, structure, step, mapState(state, copyOf)),
    readParameters: async () => namedArrays(structure, current.map(copyOf)),
    async restore(snapshot) {
      const restored = stateOf(problem, structure, snapshot, shapes);
      write([restored.parameters, ...restored.slots]);
      step = snapshot.step;
    },
    async writeParameters(given) {
      write([orderedArrays(structure, given, shapes, 'parameters')]);
    },
    dispose: async () => {
      await Promise.all([differentiated.dispose(), evaluated.dispose()]);
    },
  };
}

const slotVector = (name: string): string => `slot ${name}`;

/** The vectors that an update works on: all parameters, their gradients and the slots of the optimiser. */
const vectorNames = ({ slots }: Optimiser): string[] => ['parameter', 'gradient', ...slots.map(slotVector)];

/** The optimiser's update as one loop over all parameters. */
function compileUpdate(optimiser: Optimiser, memory: WebAssembly.Memory): ElementwiseLoop {
  return compileElementwise(
    (vectors, scalars) => {
      const { parameter, gradient } = vectors as Record<'parameter' | 'gradient', tf.Tensor>;
      const slots = optimiser.slots.map((name) => [name, vectors[slotVector(name)] as tf.Tensor]);
      const next = optimiser.update(parameter, gradient, Object.fromEntries(slots), scalars);
      const changed = Object.entries(next.slots).map(([name, slot]) => [slotVector(name), slot]);
      return { parameter: next.parameter, ...Object.fromEntries(changed) };
    },
    { vectors: vectorNames(optimiser), scalars: Object.keys(optimiser.scalars(1)) },
    memory,
  );
}

interface Start {
  /** A tree of the parameters' form. */
  readonly structure: Tree<unknown>;
  readonly specs: TensorSpec[];
  readonly parameters: TensorData[];
  readonly outline: LossOutline;
}

/** The initial parameters and the outline of the loss, from one recording. */
async function initialise(problem: TrainingProblem, random: RandomStream): Promise<Start> {
  let start: Omit<Start, 'parameters'> | undefined;
  const parameters = await runOnce((): tf.Tensor[] => {
    const parameters = problem.init(random);
    const tensors = leaves<tf.Tensor>(parameters);
    start = {
      structure: unflatten(
        parameters,
        tensors.map(() => null),
      ),
      specs: tensors.map(({ shape, dtype }) => tensorSpec(shape, dtype as 'float32')),
      outline: lossOutline(problem, parameters),
    };
    return tensors;
  });
  return { ...(start as unknown as Start), parameters };
}
