import { mul, sub } from '@tensorflow/tfjs-core';
import { type AdamOptions, adam } from './adam.js';
import type { Optimiser } from './optimiser.js';

/** Settings of {@link adamW}. */
export interface AdamWOptions extends AdamOptions {
  /** λ, the share of a parameter that a step with learning rate 1 takes away; default 0.004. */
  readonly weightDecay?: number;
}

/**
 * AdamW in Keras' form: {@link adam}, and `w ← w − α·λ·w` for every parameter, biases and normalisations included.
 *
 * Source: Loshchilov, Hutter (2019), “Decoupled weight decay regularization”, algorithm 2.
 */
export function adamW({ weightDecay = 0.004, ...options }: AdamWOptions = {}): Optimiser {
  const undecayed = adam(options);
  const decay = (undecayed.settings.learningRate as number) * weightDecay;
  return {
    ...undecayed,
    name: 'adamw',
    settings: { ...undecayed.settings, weightDecay },
    update(parameter, gradient, slots, scalars) {
      const updated = undecayed.update(parameter, gradient, slots, scalars);
      return { ...updated, parameter: sub(updated.parameter, mul(parameter, decay)) };
    },
  };
}
