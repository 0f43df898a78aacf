/** Vectors of the same parts, one after the other in a memory of their own. */
export interface Vectors {
  readonly memory: WebAssembly.Memory;
  /** Each vector as a whole, with the gaps between its parts; zero at first. */
  readonly whole: readonly Float32Array[];
  /** For each vector its parts, views on the whole. */
  readonly parts: readonly (readonly Float32Array[])[];
}

const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;

const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/**
 * `count` vectors whose parts have `lengths`; each part starts at a multiple of 16 bytes, so that a vector serves as
 * one array for an elementwise loop and as many for other work.
 *
 * @throws Error when they need more than 4 GiB, the most that WebAssembly can address
 */
export function allocateVectors(count: number, lengths: readonly number[]): Vectors {
  let size = 0;
  const starts = lengths.map((length) => {
    const start = size;
    size += roundUp(length, 4);
    return start;
  });
  const pages = Math.ceil((count * size * 4) / PAGE_BYTES);
  if (pages > MOST_PAGES) {
    throw new Error(`vectors: expected at most 4 GiB, got ${count} of ${size} numbers`);
  }
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const whole = Array.from(
    { length: count },
    (_, vector) => new Float32Array(memory.buffer, vector * size * 4, size),
  );
  const parts = whole.map((vector) =>
    lengths.map((length, part) => vector.subarray(starts[part], (starts[part] as number) + length)),
  );
  return { memory, whole, parts };
}
