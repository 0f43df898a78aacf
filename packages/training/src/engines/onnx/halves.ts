import {
  alignLeaves,
  type Binding,
  type CompileOptions,
  checkData,
  entries,
  leaves,
  type Program,
  record,
  sizeOf,
  type TensorData,
  type TensorSpec,
  type Tree,
  unflatten,
} from '@better-attention/tfjs-onnx';
import type * as tf from '@tensorflow/tfjs-core';
import type { TrainingStep } from '../../engine/engine.js';
import { type DropoutSite, lossOutline } from '../../problem/dropout.js';
import type { Parameters, TrainingProblem } from '../../problem/problem.js';
import { type GradientParts, type GradientProgram, lowerGradient, stepSignature } from './gradient.js';
import type { StepInputs } from './update.js';

/** Numbers that the nodes of a gradient give, about 0.5 ms, below which two threads cost more than they save. */
const LEAST_WORK = 2 ** 20;
/** How many times as many numbers they are at least as those that a half leaves, which pass from thread to thread. */
const WORK_FOR_RESULTS = 64;

/** The gradient of a problem's loss over half a batch. */
export interface HalfGradient extends GradientProgram {
  /** The problem for batches of half the size. */
  readonly problem: TrainingProblem;
  readonly dropoutSites: readonly DropoutSite[];
}

/**
 * The gradient over half a batch, where steps are taken in two halves: where no product is large enough to be divided
 * between threads, but all the work together is. That follows from the problem alone, so that the bits don't depend on
 * the machine.
 *
 * @param whole that over a whole batch
 * @returns nothing where steps stay whole
 */
export function halfGradient(
  problem: TrainingProblem,
  whole: GradientProgram,
  parts: GradientParts,
  options: CompileOptions,
): HalfGradient | undefined {
  const { batchSize, clipNorm } = problem;
  const { hasLargeProduct, elements } = whole.program.work;
  if (batchSize < 2 || clipNorm !== undefined || hasLargeProduct || elements < LEAST_WORK) return undefined;
  const half = ofBatchSize(problem, Math.ceil(batchSize / 2));
  const dropoutSites = halfSites(half, problem, parts);
  if (dropoutSites === undefined) return undefined;
  const gradient = lowerGradient(half, { ...parts, dropoutSites }, options);
  if (WORK_FOR_RESULTS * numbersOf(gradient.program) > elements) return undefined;
  return { ...gradient, problem: half, dropoutSites };
}

function ofBatchSize(problem: TrainingProblem, batchSize: number): TrainingProblem {
  const { fields, optimiser } = problem;
  return {
    fields,
    optimiser,
    batchSize,
    init: (random) => problem.init(random),
    loss: (parameters, batch, dropout) => problem.loss(parameters, batch, dropout),
  };
}

/** The numbers that a program leaves. */
function numbersOf({ outputs }: Program): number {
  return leaves<TensorSpec>(outputs).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Where a half drops elements; nothing where that isn't a half of where the whole does, or where there can't be a half. */
function halfSites(
  half: TrainingProblem,
  whole: TrainingProblem,
  { structure, specs, dropoutSites }: GradientParts,
): readonly DropoutSite[] | undefined {
  const sites = outlinedSites(half, structure, specs);
  const isHalf = (site: DropoutSite, at: number) => {
    const [examples, ...rest] = dropoutSites[at]?.shape ?? [];
    const [own, ...others] = site.shape;
    return (
      examples === whole.batchSize &&
      own === half.batchSize &&
      `${rest}` === `${others}` &&
      site.rate === dropoutSites[at]?.rate
    );
  };
  return sites?.length === dropoutSites.length && sites.every(isHalf) ? sites : undefined;
}

/** Where a loss drops elements; nothing where it takes no batches of that size. */
function outlinedSites(
  problem: TrainingProblem,
  structure: Tree<unknown>,
  specs: readonly TensorSpec[],
): readonly DropoutSite[] | undefined {
  let sites: readonly DropoutSite[] | undefined;
  const outline = (parameters: tf.Tensor[]) => {
    sites = lossOutline(problem, unflatten(structure, parameters) as Parameters).dropoutSites;
    return parameters;
  };
  try {
    record(outline as never, [...specs]);
  } catch {
    return undefined;
  }
  return sites;
}

/** Takes the first half of a step, as views on its arrays, and copies the second to where its gradient is computed. */
export type Division = (step: TrainingStep) => StepInputs;

/**
 * How the steps of a problem are divided. What fills up the second half of an odd batch has weight 0. The division throws
 * an Error that names an array which is missing, too many, or of another type or length than that of a whole batch.
 *
 * @param second where the second half goes
 */
export function divisionOf(
  problem: TrainingProblem,
  dropoutSites: readonly DropoutSite[],
  second: StepInputs,
): Division {
  const signature = stepSignature(problem, dropoutSites);
  const bindings = entries<TensorSpec>(signature).map(([path, spec]) => ({ name: `input.${path}`, spec }));
  const targets = alignLeaves<TensorData>(signature, { ...second }, 'second half');
  const weight = second.batch.weight as TensorData;
  return ({ batch, masks }) => {
    const arrays = alignLeaves<TensorData>(signature, { batch, masks: [...masks] }, 'run: inputs');
    const first = arrays.map((array, at) => {
      checkData(bindings[at] as Binding, array);
      const target = targets[at] as TensorData;
      const rest = array.subarray(target.length);
      target.set(rest);
      target.copyWithin(rest.length, 0, target.length - rest.length);
      return array.subarray(0, target.length);
    });
    weight.fill(0, problem.batchSize - weight.length);
    return unflatten(signature, first) as unknown as StepInputs;
  };
}
