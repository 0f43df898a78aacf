import { creationKernels } from './creation.js';
import { elementwiseKernels } from './elementwise.js';
import { indexingKernels } from './indexing.js';
import type { Kernels } from './kernel.js';
import { layoutKernels } from './layout.js';
import { productKernels } from './product.js';
import { reductionKernels } from './reduction.js';

/** Every kernel of TensorFlow.js that a graph can hold. */
export const kernels: Kernels = {
  ...creationKernels,
  ...elementwiseKernels,
  ...indexingKernels,
  ...layoutKernels,
  ...productKernels,
  ...reductionKernels,
};
