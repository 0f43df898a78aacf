import type { Tensor } from '@tensorflow/tfjs-core';
import type { CompiledFunction, DataOf, ResultOf } from './compile.js';
import { loopParts, stackedName } from './onnx/loop.js';
import { modelBytes } from './onnx/model.js';
import { optimise } from './passes/index.js';
import { record, type TensorsOf } from './recorder/record.js';
import { targetsOf } from './runtime/outputs.js';
import {
  type Binding,
  bindAll,
  bindingsOf,
  type CompileOptions,
  createSession,
  runSession,
} from './runtime/session.js';
import { threadsFor } from './runtime/threads.js';
import { sameShape, sizeOf } from './shape.js';
import {
  alignLeaves,
  entries,
  leaves,
  type TensorData,
  type TensorSpec,
  type Tree,
  unflatten,
} from './tree.js';

/** What a step gets and what it carries on to the next. */
export interface LoopSignature<State, Inputs> {
  readonly state: State;
  readonly inputs: Inputs;
}

/** What a step returns: the next state, a tree like `state`, and outputs of this step. */
export interface StepResult<State, Outputs> {
  readonly state: State;
  readonly outputs: Outputs;
}

/** Several steps in one run: `state` before the first or after the last, `inputs` and `outputs` of all steps stacked on a leading axis. */
export type CompiledLoop<State, Inputs, Outputs> = CompiledFunction<
  LoopSignature<DataOf<State>, DataOf<Inputs>>,
  StepResult<DataOf<State>, ResultOf<Outputs>>
>;

/**
 * Compiles a step that carries state, so that one run does as many steps as its inputs are stacked.
 * The state stays inside ONNX Runtime between the steps, which spares copying it in and out.
 * The results are those of single steps, bit for bit.
 * @throws as `record`; when the step has no inputs, or its next state differs from `signature.state` in structure, shape or type.
 */
export async function compileLoop<State, Inputs, Outputs>(
  step: (
    state: TensorsOf<State>,
    inputs: TensorsOf<Inputs>,
  ) => StepResult<TensorsOf<NoInfer<State>>, Outputs>,
  signature: LoopSignature<State, Inputs>,
  options: CompileOptions = {},
): Promise<CompiledLoop<State, Inputs, Outputs>> {
  const { state, inputs } = signature as unknown as LoopSignature<Tree<TensorSpec>, Tree<TensorSpec>>;
  if (leaves(inputs).length === 0) {
    throw new Error(
      'compileLoop: expected at least one input per step, which says how many steps to run, got none',
    );
  }
  const recording = record(
    (given: { state: unknown; inputs: unknown }) => {
      const result: StepResult<unknown, unknown> = step(given.state as never, given.inputs as never);
      const next = alignLeaves<Tensor>(state, result.state as Tree<Tensor>, 'compileLoop: the next state');
      checkState(state, next);
      return { state: unflatten(state, next), outputs: result.outputs };
    },
    { state, inputs },
  );
  const { graph } = recording;
  const outputTree = recording.outputs as unknown as StepResult<Tree<TensorSpec>, Tree<TensorSpec>>;
  const stateCount = leaves(state).length;
  const optimised = optimise(graph);
  const loop = loopParts({ step: optimised, stateCount });
  const threads = threadsFor(optimised, options.threads);
  const session = await createSession(loop, threads, options);

  const compiled: CompiledFunction<Tree<TensorData>, Tree<TensorData>> = {
    threads,
    async run(data, { into } = {}) {
      const given = alignLeaves<TensorData>({ state, inputs }, data, 'run: inputs');
      const steps = countSteps(leaves(inputs)[0] as TensorSpec, given[stateCount] as TensorData);
      const results = { state, outputs: stack(outputTree.outputs, steps) };
      const inputBindings = bindingsOf(graph.inputs, { state, inputs: stack(inputs, steps) });
      const feeds = bindAll(
        inputBindings.map((binding, index) => (index < stateCount ? binding : stackedBinding(binding))),
        given,
      );
      const targets = targetsOf(results, into);
      await runSession(session, feeds, bindingsOf(graph.outputs, results), targets);
      return into ?? unflatten<TensorData>(results, targets);
    },
    toOnnx: () => modelBytes(loop),
    dispose: () => session.release(),
  };
  return compiled as unknown as CompiledLoop<State, Inputs, Outputs>;
}

const stackedBinding = ({ name, spec }: Binding): Binding => ({ name: stackedName(name), spec });

function stack(tree: Tree<TensorSpec>, steps: number): Tree<TensorSpec> {
  const stacked = leaves<TensorSpec>(tree).map(({ shape, dtype }) => ({ shape: [steps, ...shape], dtype }));
  return unflatten<TensorSpec>(tree, stacked);
}

function countSteps(spec: TensorSpec, data: TensorData): number {
  const size = sizeOf(spec.shape);
  const steps = (data?.length ?? 0) / size;
  if (Number.isInteger(steps) && steps > 0) return steps;
  throw new Error(
    `run: inputs: expected a multiple of ${size} elements ([steps,${spec.shape}]), got ${data?.length}`,
  );
}

function checkState(state: Tree<TensorSpec>, next: readonly Tensor[]): void {
  entries<TensorSpec>(state).forEach(([path, { shape, dtype }], index) => {
    const found = next[index] as Tensor;
    if (sameShape(shape, found.shape) && dtype === found.dtype) return;
    throw new Error(
      `compileLoop: expected the next state '${path}' as ${dtype} [${shape}], got ${found.dtype} [${found.shape}]`,
    );
  });
}
