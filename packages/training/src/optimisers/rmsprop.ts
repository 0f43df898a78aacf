import { add, div, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type LearningRateOptions, learningRateAt } from './learning-rate.js';
import type { Optimiser } from './optimiser.js';
import { optimiserSettings } from './settings.js';

/** Settings of {@link rmsprop}. */
export interface RmspropOptions extends LearningRateOptions {
  /** ρ, the decay of the mean square, from 0 to below 1, default 0.9. */
  readonly rho?: number;
  /** Above 0, default 1e-7. */
  readonly epsilon?: number;
}

const DEFAULTS = { learningRate: 0.001, rho: 0.9, epsilon: 1e-7 };

/**
 * RMSprop in Keras' form, with ε inside the root, neither centred nor with momentum:
 * `v ← ρ·v + (1 − ρ)·g²`, `w ← w − α·g/√(v + ε)`.
 *
 * Source: Tieleman, Hinton (2012), “Neural networks for machine learning”, lecture 6e.
 *
 * @throws RangeError naming the first setting that is unknown or out of its range
 */
export function rmsprop(options: RmspropOptions = {}): Optimiser {
  const settings = optimiserSettings('rmsprop', DEFAULTS, options);
  const { rho, epsilon } = settings;
  return {
    name: 'rmsprop',
    settings,
    slots: ['meanSquare'],
    scalars: (step) => ({ rate: learningRateAt(step, settings) }),
    update(parameter, gradient, slots, scalars) {
      const previous = slots.meanSquare as Tensor;
      const meanSquare = add(previous, mul(sub(square(gradient), previous), 1 - rho));
      const change = div(mul(gradient, scalars.rate as Tensor), sqrt(add(meanSquare, epsilon)));
      return { parameter: sub(parameter, change), slots: { meanSquare } };
    },
  };
}
