/**
 * Registers TensorFlow.js' gradient functions. In Node, `@tensorflow/tfjs-core` alone comes without them, and its
 * layers package is the smallest that brings them.
 */
import '@tensorflow/tfjs-layers';
