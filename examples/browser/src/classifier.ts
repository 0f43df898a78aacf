import runtime from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { CLASSIFIER } from './settings.js';

env.wasm.wasmPaths = { wasm: runtime };
env.wasm.numThreads = 1;

/** An exported classifier in ONNX Runtime. */
export interface Classifier {
  /** The probability that a review of these tokens (`[L]`) is positive. */
  probability(tokens: Int32Array): Promise<number>;
  release(): Promise<void>;
}

/** @param model an .onnx file that `exportClassifier` made */
export async function loadClassifier(model: Uint8Array): Promise<Classifier> {
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'] });
  return {
    async probability(tokens) {
      const outputs = await session.run({
        'input.tokens': new Tensor('int32', tokens, [1, CLASSIFIER.length]),
      });
      return (outputs['output.probability'] as Tensor).data[0] as number;
    },
    release: () => session.release(),
  };
}
