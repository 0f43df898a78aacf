import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import { backendName, registerEagerBackend } from './eager.js';

/** The kernels that ran since the list was last emptied. */
export const calledKernels = new Set<string>();

registerEagerBackend((kernelName) => calledKernels.add(kernelName));
setTestEnvs([{ name: backendName, backendName, isDataSync: true }]);
