import { convolutionKernels } from './convolution.js';
import { creationKernels } from './creation.js';
import { elementwiseKernels } from './elementwise.js';
import { imageKernels } from './image.js';
import { indexingKernels } from './indexing.js';
import type { Kernels } from './kernel.js';
import { layoutKernels } from './layout.js';
import { normalisationKernels } from './normalisation.js';
import { poolingKernels } from './pooling.js';
import { productKernels } from './product.js';
import { reductionKernels } from './reduction.js';

/** Every kernel of TensorFlow.js that a graph can hold. */
export const kernels: Kernels = {
  ...convolutionKernels,
  ...creationKernels,
  ...elementwiseKernels,
  ...imageKernels,
  ...indexingKernels,
  ...layoutKernels,
  ...normalisationKernels,
  ...poolingKernels,
  ...productKernels,
  ...reductionKernels,
};
