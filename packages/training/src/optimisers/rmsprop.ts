import { add, div, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { Optimiser } from './optimiser.js';

/** Settings of {@link rmsprop}. */
export interface RmspropOptions {
  /** Default 0.001. */
  readonly learningRate?: number;
  /** ρ, the decay of the mean square, default 0.9. */
  readonly rho?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * RMSprop in Keras' form, with ε inside the root, neither centred nor with momentum:
 * `v ← ρ·v + (1 − ρ)·g²`, `w ← w − α·g/√(v + ε)`.
 *
 * Source: Tieleman, Hinton (2012), “Neural networks for machine learning”, lecture 6e.
 */
export function rmsprop({ learningRate = 0.001, rho = 0.9, epsilon = 1e-7 }: RmspropOptions = {}): Optimiser {
  return {
    name: 'rmsprop',
    settings: { learningRate, rho, epsilon },
    slots: ['meanSquare'],
    scalars: () => ({}),
    update(parameter, gradient, slots) {
      const previous = slots.meanSquare as Tensor;
      const meanSquare = add(previous, mul(sub(square(gradient), previous), 1 - rho));
      const change = div(mul(gradient, learningRate), sqrt(add(meanSquare, epsilon)));
      return { parameter: sub(parameter, change), slots: { meanSquare } };
    },
  };
}
