import { mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { ADAM_DEFAULTS, type AdamOptions, adam } from './adam.js';
import { learningRateAt } from './learning-rate.js';
import type { Optimiser } from './optimiser.js';
import { optimiserSettings } from './settings.js';

/** Settings of {@link adamW}. */
export interface AdamWOptions extends AdamOptions {
  /** λ, the share of a parameter that a step with learning rate 1 takes away; at least 0, default 0.004. */
  readonly weightDecay?: number;
}

/**
 * AdamW in Keras' form: {@link adam}, and `w ← w − α·λ·w` for every parameter, biases and normalisations included.
 *
 * Source: Loshchilov, Hutter (2019), “Decoupled weight decay regularization”, algorithm 2.
 *
 * @throws RangeError naming the first setting that is unknown or out of its range
 */
export function adamW(options: AdamWOptions = {}): Optimiser {
  const settings = optimiserSettings('adamw', { ...ADAM_DEFAULTS, weightDecay: 0.004 }, options);
  const { weightDecay, ...ofAdam } = settings;
  const undecayed = adam(ofAdam);
  return {
    ...undecayed,
    name: 'adamw',
    settings,
    scalars: (step) => ({
      ...undecayed.scalars(step),
      decay: learningRateAt(step, settings) * weightDecay,
    }),
    update(parameter, gradient, slots, scalars) {
      const updated = undecayed.update(parameter, gradient, slots, scalars);
      return { ...updated, parameter: sub(updated.parameter, mul(parameter, scalars.decay as Tensor)) };
    },
  };
}
