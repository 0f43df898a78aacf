import { type AttentionOptions, efficientAttention, registerMechanism } from '@better-attention/attention';
import { add, scalar, type Tensor3D, tidy } from '@tensorflow/tfjs-core';

/** Registers a mechanism that adds to Efficient's output how often it was called: what is recorded of it is wrong the next time. */
export function registerInconstant(name: string): void {
  let calls = 0;
  const inconstant = (options: AttentionOptions): ReturnType<typeof efficientAttention> => {
    const layer = efficientAttention(options);
    return {
      ...layer,
      apply: (parameters, inputs) =>
        tidy(() => ({ output: add<Tensor3D>(layer.apply(parameters, inputs).output, scalar(calls++)) })),
    };
  };
  registerMechanism(name, Object.assign(inconstant, efficientAttention));
}
