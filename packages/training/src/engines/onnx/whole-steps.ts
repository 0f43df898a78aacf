import {
  createArray,
  type ElementwiseProgram,
  leaves,
  load,
  loadElementwise,
  type Program,
  type RowTerms,
  setRows,
  type TensorData,
  type TensorSpec,
  unflatten,
} from '@better-attention/tfjs-onnx';
import type { GradientProgram } from './gradient.js';
import { type Gradient, namedMetrics, type Results } from './results.js';
import type { StateVectors } from './state.js';
import type { Steps } from './steps.js';

/** Steps whose gradient is computed over the whole batch at once, and written to its place in the state. */
export async function wholeSteps(
  { program, metrics }: GradientProgram,
  update: ElementwiseProgram,
  { memory, parameters, gradients, vectors }: StateVectors,
): Promise<Steps> {
  const gradient = await load(program);
  const loop = loadElementwise(update, memory);
  const results = resultsIn(program, gradients);
  return {
    threads: gradient.threads,
    async take({ batch, masks }, scalars) {
      await gradient.run({ parameters, batch, masks }, { into: results as never });
      gradients.forEach((target, at) => {
        const written = results.gradients[at];
        if (written !== target) setRows(target, written as RowTerms);
      });
      loop.run(vectors, scalars);
      return namedMetrics(metrics, results.metrics);
    },
    settled: async () => {},
    dispose: gradient.dispose,
  };
}

/** Arrays for what a program writes: those of the gradients themselves, unless only their rows leave the graph. */
function resultsIn({ outputs }: Program, targets: readonly Float32Array[]): Results {
  const own = unflatten<TensorData>(
    outputs,
    leaves<TensorSpec>(outputs).map(createArray),
  ) as unknown as Results;
  const gradients = targets.map((target, at) => {
    const gradient = own.gradients[at] as Gradient;
    return 'rows' in gradient ? gradient : target;
  });
  return { ...own, gradients };
}
