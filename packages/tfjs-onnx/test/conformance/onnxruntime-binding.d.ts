declare module 'onnxruntime-node/dist/binding.js' {
  import type { Tensor } from 'onnxruntime-node';

  interface NativeSession {
    loadModel(model: ArrayBufferLike, offset: number, length: number, options: object): void;
    run(
      feeds: Readonly<Record<string, Tensor>>,
      fetches: Readonly<Record<string, null>>,
      options: object,
    ): Readonly<Record<string, Tensor>>;
    dispose(): void;
  }

  export const binding: { readonly InferenceSession: new () => NativeSession };
  export function initOrt(): void;
}
