/**
 * The plain JavaScript backend, or TensorFlow where `TFJS_BACKEND=tensorflow` says so, and the gradient functions, which
 * the core package alone lacks in Node.
 */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';

const { TFJS_BACKEND = 'cpu' } = process.env;

if (TFJS_BACKEND === 'tensorflow') {
  const { loadTensorflow } = await import('../packages/training/src/engines/tensorflow/load.js');
  loadTensorflow({ device: 'cpu', threads: 1 });
}
await tf.setBackend(TFJS_BACKEND);
