import type { _FusedMatMulAttrs, BatchMatMulAttrs } from '@tensorflow/tfjs-core';
import type { Value } from '../graph.js';
import { add } from '../operators/elementwise.js';
import { matMul } from '../operators/matmul.js';
import { elementwiseKernels } from './elementwise.js';
import { type AB, type Kernels, kernel } from './kernel.js';

const activationKernels: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
};

/** `x` after a fused activation of TensorFlow.js. */
export function activate(
  x: Value,
  activation: string | undefined,
  alpha?: Value,
  leakyreluAlpha?: number,
): Value {
  if (activation === undefined || activation === null || activation === 'linear') return x;
  const kernelName = activationKernels[activation];
  const compute = kernelName === undefined ? undefined : elementwiseKernels[kernelName];
  if (compute === undefined) throw new Error(`fused activation '${activation}' is not supported`);
  return compute({ x, ...(alpha && { alpha }) }, { alpha: leakyreluAlpha }) as Value;
}

interface FusedInputs extends AB {
  readonly bias?: Value;
  readonly preluActivationWeights?: Value;
}

/** The matrix products of TensorFlow.js. */
export const productKernels: Kernels = {
  BatchMatMul: kernel(({ a, b }: AB, options: BatchMatMulAttrs) => matMul(a, b, options)),
  _FusedMatMul: kernel(
    ({ a, b, bias, preluActivationWeights }: FusedInputs, attributes: _FusedMatMulAttrs) => {
      const product = matMul(a, b, attributes);
      const shifted = bias === undefined ? product : add(product, bias);
      return activate(shifted, attributes.activation, preluActivationWeights, attributes.leakyreluAlpha);
    },
  ),
};
