import * as web from 'onnxruntime-web';

/** An array with its shape. */
export interface WebArray {
  readonly dims: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** Runs a model once in onnxruntime-web on its WebAssembly provider. */
export async function runOnWeb(
  model: Uint8Array,
  inputs: Readonly<Record<string, WebArray>>,
): Promise<Record<string, WebArray>> {
  const session = await web.InferenceSession.create(model, { executionProviders: ['wasm'] });
  const feeds = Object.entries(inputs).map(([name, { dims, data }]) => {
    const type = data instanceof Int32Array ? 'int32' : 'float32';
    return [name, new web.Tensor(type as 'float32', data as Float32Array, [...dims])];
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: data as Float32Array }]),
  );
}
