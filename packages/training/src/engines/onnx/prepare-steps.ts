import {
  type CompileOptions,
  type ElementwiseProgram,
  lowerElementwise,
  sizeOf,
} from '@better-attention/tfjs-onnx';
import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../../engine/engine.js';
import type { Optimiser } from '../../optimisers/index.js';
import type { TrainingProblem } from '../../problem/problem.js';
import { type GradientParts, lowerGradient } from './gradient.js';
import { halvedSteps } from './halved-steps.js';
import { halfGradient } from './halves.js';
import { allocateState, type StateVectors, slotVector, vectorNames } from './state.js';
import type { Steps } from './steps.js';
import { halfArrays } from './update.js';
import { wholeSteps } from './whole-steps.js';

/** What steps run on. */
export interface StepSetting {
  readonly device: Device;
  /** At most. */
  readonly threads: number;
}

/** What a training of a problem works with. */
export interface PreparedSteps {
  /** Zeros at first. */
  readonly state: StateVectors;
  readonly steps: Steps;
}

/** How ONNX Runtime runs graphs in a setting. */
export function compileOptions({ device, threads }: StepSetting): CompileOptions {
  return { threads: { atMost: threads }, executionProviders: [device] };
}

/** Compiles the steps of a problem: whole ones, or two halves of each where that pays. */
export async function prepareSteps(
  problem: TrainingProblem,
  parts: GradientParts,
  setting: StepSetting,
): Promise<PreparedSteps> {
  const { optimiser } = problem;
  const options = compileOptions(setting);
  const whole = lowerGradient(problem, parts, options);
  const half = setting.device === 'cpu' ? halfGradient(problem, whole, parts, options) : undefined;
  const shared = half !== undefined && setting.threads > 1;
  const lengths = parts.specs.map(({ shape }) => sizeOf(shape));
  const layout = { slots: optimiser.slots, lengths, ...(half && { beside: halfArrays(half.program) }) };
  const state = allocateState(layout, { shared });
  const update = lowerUpdate(optimiser, { shared, clears: half !== undefined });
  const steps =
    half === undefined
      ? await wholeSteps(whole, update, state)
      : await halvedSteps({ problem, dropoutSites: parts.dropoutSites, half, update, state });
  return { state, steps };
}

interface UpdateOptions {
  /** Whether threads share the memory. */
  readonly shared: boolean;
  /** Whether the gradients are zero afterwards, for the next to be added. */
  readonly clears: boolean;
}

/** The optimiser's update as one loop over all parameters. */
function lowerUpdate(optimiser: Optimiser, { shared, clears }: UpdateOptions): ElementwiseProgram {
  return lowerElementwise(
    (vectors, scalars) => {
      const { parameter, gradient } = vectors as Record<'parameter' | 'gradient', tf.Tensor>;
      const slots = optimiser.slots.map((name) => [name, vectors[slotVector(name)] as tf.Tensor]);
      const next = optimiser.update(parameter, gradient, Object.fromEntries(slots), scalars);
      const changed = Object.entries(next.slots).map(([name, slot]) => [slotVector(name), slot]);
      return {
        parameter: next.parameter,
        ...Object.fromEntries(changed),
        ...(clears && { gradient: tf.zerosLike(gradient) }),
      };
    },
    { vectors: vectorNames(optimiser.slots), scalars: Object.keys(optimiser.scalars(1)) },
    { shared },
  );
}
