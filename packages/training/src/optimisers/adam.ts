import { add, div, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type LearningRateOptions, learningRateAt } from './learning-rate.js';
import type { Optimiser } from './optimiser.js';
import { optimiserSettings } from './settings.js';

/** Settings of {@link adam}. */
export interface AdamOptions extends LearningRateOptions {
  /** Decay of the first moment, from 0 to below 1, default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, from 0 to below 1, default 0.999. */
  readonly beta2?: number;
  /** Above 0, default 1e-7. */
  readonly epsilon?: number;
}

export const ADAM_DEFAULTS = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/**
 * Adam in Keras' form, the “ε hat” of the paper's section 2:
 * `w ← w − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε)`, so that ε is not scaled by the bias correction.
 *
 * Source: Kingma, Ba (2015), “Adam: a method for stochastic optimization”, algorithm 1 and the remark below it.
 *
 * @throws RangeError naming the first setting that is unknown or out of its range
 */
export function adam(options: AdamOptions = {}): Optimiser {
  const settings = optimiserSettings('adam', ADAM_DEFAULTS, options);
  const { beta1, beta2, epsilon } = settings;
  return {
    name: 'adam',
    settings,
    slots: ['mean', 'variance'],
    scalars: (step) => ({
      rate: (learningRateAt(step, settings) * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step),
    }),
    update(parameter, gradient, slots, scalars) {
      const mean = add(slots.mean as Tensor, mul(sub(gradient, slots.mean as Tensor), 1 - beta1));
      const variance = add(
        slots.variance as Tensor,
        mul(sub(square(gradient), slots.variance as Tensor), 1 - beta2),
      );
      const change = div(mul(mean, scalars.rate as Tensor), add(sqrt(variance), epsilon));
      return { parameter: sub(parameter, change), slots: { mean, variance } };
    },
  };
}
