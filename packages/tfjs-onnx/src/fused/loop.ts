/** Bytes of the four numbers that an instruction takes at once. */
export const STRIDE = 16;

/** The vectors and numbers that an elementwise function takes, by name. */
export interface ElementwiseSignature {
  readonly vectors: readonly string[];
  readonly scalars: readonly string[];
}

/** An elementwise function as plain data: a thread that is sent it can load it, without TensorFlow.js. */
export interface ElementwiseProgram extends ElementwiseSignature {
  /** `run(address of each vector, bytes, each scalar)`. */
  readonly module: WebAssembly.Module;
}

/** An elementwise function as a loop. */
export interface ElementwiseLoop {
  /**
   * Changes vectors in place, each element as the function says.
   *
   * @param vectors views of one length, a multiple of 4, on the loop's memory, at multiples of 16 bytes
   * @param scalars rounded to float32
   */
  run(vectors: Readonly<Record<string, Float32Array>>, scalars: Readonly<Record<string, number>>): void;
}

/** Loads an elementwise function as a loop over a memory. */
export function loadElementwise(
  { module, vectors, scalars }: ElementwiseProgram,
  memory: WebAssembly.Memory,
): ElementwiseLoop {
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
    run: (...numbers: number[]) => void;
  };
  return {
    run(given, numbers) {
      const views = vectors.map((name) => given[name] as Float32Array);
      checkViews(vectors, views, memory);
      const [first] = views as [Float32Array];
      run(
        ...views.map(({ byteOffset }) => byteOffset),
        first.byteLength,
        ...scalars.map((name) => numbers[name] as number),
      );
    },
  };
}

function checkViews(
  names: readonly string[],
  views: readonly (Float32Array | undefined)[],
  { buffer }: WebAssembly.Memory,
): void {
  const length = views[0]?.length ?? 0;
  views.forEach((view, position) => {
    const where = `elementwise loop: '${names[position]}'`;
    if (view?.buffer !== buffer) throw new Error(`${where}: expected a view on the memory of the loop`);
    if (view.length !== length || length % 4 !== 0 || view.byteOffset % STRIDE !== 0) {
      throw new Error(
        `${where}: expected ${length} elements, a multiple of 4, at a multiple of 16 bytes; ` +
          `got ${view.length} at ${view.byteOffset}`,
      );
    }
  });
}
