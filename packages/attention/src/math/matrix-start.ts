import type { RandomStream } from '@better-attention/random';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { glorotValues } from './dense.js';

/** How a matrix over positions may start: at random, as the identity, or as the identity with a tenth of the former. */
export const MATRIX_STARTS = ['glorot', 'identity', 'near-identity'] as const;

/** One of {@link MATRIX_STARTS}. */
export type MatrixStart = (typeof MATRIX_STARTS)[number];

const NEAR = 0.1;

/**
 * Square matrices before the first step, `[…, L, L]`: `glorot` draws them as {@link glorotUniform} does, `identity` is I,
 * and `near-identity` is `I + 0.1 · Glorot` with the same draws.
 */
export function startingMatrix(start: MatrixStart, random: RandomStream, shape: readonly number[]): Tensor {
  if (start === 'glorot') return tensor(glorotValues(random, shape), [...shape]);
  const length = shape.at(-1) as number;
  const values =
    start === 'identity'
      ? new Float32Array(shape.reduce((product, size) => product * size, 1))
      : glorotValues(random, shape).map((value) => NEAR * value);
  for (let row = 0; row * length < values.length; row++) {
    const at = row * length + (row % length);
    values[at] = 1 + (values[at] as number);
  }
  return tensor(values, [...shape]);
}
