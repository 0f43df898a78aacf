import type { Value } from '../graph/graph.js';
import { elementwiseKernels } from './elementwise.js';

const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
};

/** `x` after a fused activation of TensorFlow.js; `slopes` belong to `prelu`. */
export function activate(
  x: Value,
  activation: string | undefined,
  slopes?: Value,
  leakyreluAlpha?: number,
): Value {
  if (activation === undefined || activation === null || activation === 'linear') return x;
  const kernelName = ACTIVATION_KERNELS[activation];
  const compute = kernelName === undefined ? undefined : elementwiseKernels[kernelName];
  if (compute === undefined) throw new Error(`fused activation '${activation}' is not supported`);
  return compute({ x, ...(slopes && { alpha: slopes }) }, { alpha: leakyreluAlpha }) as Value;
}
