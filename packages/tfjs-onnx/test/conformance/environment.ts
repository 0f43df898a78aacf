import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import { registerEagerBackend } from './eager.js';

/** The kernels that ran since the set was last emptied. */
export const calledKernels = new Set<string>();

const onCall = (kernelName: string): void => void calledKernels.add(kernelName);

/** The names of the backends that every spec runs on. */
export const backends = ['onnx', 'onnx-constants'];

registerEagerBackend('onnx', 'inputs', onCall);
registerEagerBackend('onnx-constants', 'uniform inputs as constants', onCall);
setTestEnvs(backends.map((backendName) => ({ name: backendName, backendName, isDataSync: true })));
