/** The plain JavaScript backend, and the gradient functions, which the core package alone lacks in Node. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
