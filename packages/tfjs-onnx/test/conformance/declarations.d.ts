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

declare module 'jasmine-core' {
  interface SpecResult {
    readonly fullName: string;
    readonly status: string;
    readonly failedExpectations: readonly { readonly message: string }[];
  }

  interface Reporter {
    specStarted?(): void;
    specDone?(result: SpecResult): void;
    suiteDone?(result: SpecResult): void;
  }

  interface Environment {
    configure(options: Readonly<Record<string, boolean>>): void;
    addReporter(reporter: Reporter): void;
    execute(): Promise<unknown>;
  }

  const jasmineRequire: { boot(): { getEnv(): Environment } };
  export default jasmineRequire;
}
