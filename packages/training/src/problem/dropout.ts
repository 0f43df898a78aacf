import type { RandomStream } from '@better-attention/random';
import { sizeOf } from '@better-attention/tfjs-onnx';
import { cast, mul, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { type LabelFields, labelFields } from './labels.js';
import { batchSignature, type Dropout, type Parameters, type TrainingProblem } from './problem.js';

/** One place where a step drops elements. */
export interface DropoutSite {
  readonly shape: readonly number[];
  readonly rate: number;
}

/** Dropout of evaluation: nothing is dropped. */
export const keepAll: Dropout = (values) => values;

/** What a problem's loss asks for and gives. */
export interface LossOutline {
  /** The places where it applies dropout, in the order of its calls. */
  readonly dropoutSites: readonly DropoutSite[];
  /** The names of its metrics without `weight`. */
  readonly metrics: readonly string[];
  readonly labels: LabelFields;
}

/** The outline of a problem's loss, found by one evaluation on zeros with the current TensorFlow.js backend. */
export function lossOutline(problem: TrainingProblem, parameters: Parameters): LossOutline {
  const sites: DropoutSite[] = [];
  let metrics: string[] = [];
  let labels: LabelFields = {};
  tidy(() => {
    const fields = Object.entries(batchSignature(problem)).map(
      ([name, { shape, dtype }]) => [name, zeros([...shape], dtype)] as const,
    );
    const batch = Object.fromEntries(fields);
    const measured = problem.loss(parameters, batch, (values, rate) => {
      if (rate > 0) sites.push({ shape: values.shape, rate });
      return values;
    });
    metrics = Object.keys(measured).filter((name) => name !== 'weight');
    labels = labelFields(batch);
  });
  return { dropoutSites: sites, metrics, labels };
}

/**
 * The masks of one step, a byte an element: 1 for an element that stays. Each site has a stream of its own.
 *
 * @param into masks of an earlier step at the same sites, which are overwritten and returned, default: new ones
 */
export function dropoutMasks(
  sites: readonly DropoutSite[],
  random: RandomStream,
  into: readonly Uint8Array[] = [],
): Uint8Array[] {
  return sites.map(({ shape, rate }, site) =>
    random.derive(site).bernoulli(sizeOf(shape), 1 - rate, into[site]),
  );
}

/** Dropout whose masks are tensors (`bool`, or numbers 0 and 1), taken in the order of the calls. */
export function maskedDropout(masks: readonly Tensor[]): Dropout {
  let next = 0;
  return (values, rate) => {
    if (rate === 0) return values;
    const mask = masks[next++];
    if (mask === undefined) throw new Error(`dropout: call ${next} has no mask, ${masks.length} were given`);
    return mul(mul(values, cast(mask, 'float32')), 1 / (1 - rate));
  };
}
