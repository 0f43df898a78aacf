import { type DenseParameters, dense } from '@better-attention/attention';
import type { Tensor } from '@tensorflow/tfjs-core';
import { gelu } from './gelu.js';
import type { ModelRun } from './model.js';

/** `dropout(gelu(x · kernel + bias))` over the last axis, dropped at `rate`: `[…, inputs]` → `[…, outputs]`. */
export function denseGelu(
  x: Tensor,
  parameters: DenseParameters,
  rate: number,
  { dropout }: ModelRun,
): Tensor {
  const activated = gelu(dense(x, parameters));
  return dropout?.(activated, rate) ?? activated;
}
