import '../engine/gradients.js';
import type { RandomStream } from '@better-attention/random';
import {
  availableCores,
  type CompileOptions,
  compile,
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
import type { Device, Engine, Trainer } from '../engine/engine.js';
import { evaluationOf, evaluationTensors } from '../engine/evaluation.js';
import { namedArrays, orderedArrays, snapshotOf, stateOf } from '../engine/snapshot.js';
import { mapState } from '../engine/step.js';
import { type LossOutline, lossOutline } from '../problem/dropout.js';
import { requireLabels } from '../problem/labels.js';
import {
  type BatchTensors,
  batchSignature,
  type Parameters,
  requireProblem,
  type TrainingProblem,
} from '../problem/problem.js';
import { compileOptions, prepareSteps, type StepSetting } from './onnx/prepare-steps.js';

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
  const setting: StepSetting = { device, threads };
  if (device === 'cuda') await requireCuda(compileOptions(setting));
  return {
    name: 'onnx',
    device,
    versions: { '@tensorflow/tfjs-core': tf.version_core, 'onnxruntime-node': onnxRuntimeVersion },
    prepare: (problem, random) => compiledTrainer(problem, random, setting),
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
  setting: StepSetting,
): Promise<Trainer> {
  requireProblem(problem);
  const { optimiser } = problem;
  const { structure, specs, parameters, outline } = await initialise(problem, random);
  const { labels, ...described } = outline;
  const { dropoutSites } = described;
  const evaluated = await compile(
    ({ parameters, batch }: { parameters: tf.Tensor[]; batch: BatchTensors }) =>
      evaluationTensors(problem, unflatten(structure, parameters) as Parameters, batch),
    { parameters: specs, batch: batchSignature(problem) },
    compileOptions(setting),
  );
  const { state, steps } = await prepareSteps(problem, { structure, specs, dropoutSites }, setting);
  const shapes = specs.map(({ shape }) => shape);
  const copyOf = (array: Float32Array, at: number) => ({ shape: shapes[at] ?? [], values: array.slice() });
  let step = 0;

  function write(next: readonly (readonly TensorData[])[]): void {
    next.forEach((arrays, vector) => {
      arrays.forEach((array, at) => {
        [state.parameters, ...state.slots][vector]?.[at]?.set(array);
      });
    });
  }
  write([parameters]);

  return {
    ...described,
    threads: steps.threads,
    async train(given) {
      requireLabels(labels, given.batch);
      const measured = await steps.take(given, optimiser.scalars(step + 1));
      step++;
      return measured;
    },
    settled: () => steps.settled(),
    async evaluate(batch) {
      requireLabels(labels, batch);
      await steps.settled();
      return evaluationOf(await evaluated.run({ parameters: state.parameters, batch }));
    },
    async compile(compute, signature) {
      const compiled = await compile(
        (given: { parameters: tf.Tensor[]; inputs: BatchTensors }) =>
          compute(unflatten(structure, given.parameters) as Parameters, given.inputs),
        { parameters: specs, inputs: signature },
        compileOptions(setting),
      );
      return {
        async run(inputs) {
          await steps.settled();
          return compiled.run({ parameters: state.parameters, inputs });
        },
        dispose: compiled.dispose,
      };
    },
    async snapshot() {
      await steps.settled();
      return snapshotOf(problem, structure, step, mapState(state, copyOf));
    },
    async readParameters() {
      await steps.settled();
      return namedArrays(structure, state.parameters.map(copyOf));
    },
    async restore(snapshot) {
      const restored = stateOf(problem, structure, snapshot, shapes);
      await steps.settled();
      write([restored.parameters, ...restored.slots]);
      step = snapshot.step;
    },
    async writeParameters(given) {
      const ordered = orderedArrays(structure, given, shapes, 'parameters');
      await steps.settled();
      write([ordered]);
    },
    dispose: async () => {
      await Promise.all([steps.dispose(), evaluated.dispose()]);
    },
  };
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
