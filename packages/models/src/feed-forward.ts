import { type DenseParameters, dense, denseParameterCount, initDense } from '@better-attention/attention';
import type { RandomStream } from '@better-attention/random';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { relu } from './relu.js';

/** Two linear maps: `[D, hidden width]` and back. */
export type FeedForwardParameters = {
  readonly hidden: DenseParameters;
  readonly output: DenseParameters;
};

/** Sizes of a feed-forward layer. */
export interface FeedForwardOptions {
  readonly modelWidth: number;
  readonly hiddenWidth: number;
}

/** Glorot-uniform kernels, zero biases. */
export function initFeedForward(
  random: RandomStream,
  { modelWidth, hiddenWidth }: FeedForwardOptions,
): FeedForwardParameters {
  return {
    hidden: initDense(random.derive('hidden'), { inputs: modelWidth, outputs: hiddenWidth }),
    output: initDense(random.derive('output'), { inputs: hiddenWidth, outputs: modelWidth }),
  };
}

/** How many numbers {@link initFeedForward} makes. */
export function feedForwardParameterCount({ modelWidth, hiddenWidth }: FeedForwardOptions): number {
  return (
    denseParameterCount({ inputs: modelWidth, outputs: hiddenWidth }) +
    denseParameterCount({ inputs: hiddenWidth, outputs: modelWidth })
  );
}

/** `relu(x W_1 + b_1) W_2 + b_2`: `[B, L, D]` → `[B, L, D]`. */
export function feedForward(x: Tensor3D, { hidden, output }: FeedForwardParameters): Tensor3D {
  return dense(relu(dense(x, hidden)), output) as Tensor3D;
}
