import { sizeOf } from '../tensors/shape.js';
import {
  ARRAY_TYPES,
  leaves,
  type TensorData,
  type TensorSpec,
  type Tree,
  unflatten,
} from '../tensors/tree.js';

/** What a memory of vectors holds. */
export interface VectorsLayout {
  /** The number of vectors. */
  readonly count: number;
  /** The lengths of the parts of each. */
  readonly lengths: readonly number[];
  /** Arrays that lie behind the vectors. */
  readonly beside?: Tree<TensorSpec>;
}

/** Vectors of the same parts, one after the other in a memory of their own. */
export interface Vectors {
  readonly memory: WebAssembly.Memory;
  /** Each vector as a whole, with the gaps between its parts; zero at first. */
  readonly whole: readonly Float32Array[];
  /** For each vector its parts, views on the whole. */
  readonly parts: readonly (readonly Float32Array[])[];
  /** The arrays behind the vectors; zero at first. */
  readonly beside: Tree<TensorData>;
}

const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;
const ALIGNMENT = 16;

/** Where blocks of these sizes start, each at a multiple of 16 bytes, and where the last of them ends. */
function layOut(bytes: readonly number[]): { readonly starts: readonly number[]; readonly end: number } {
  let end = 0;
  const starts = bytes.map((size) => {
    const start = end;
    end += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    return start;
  });
  return { starts, end };
}

const bytesOf = ({ shape, dtype }: TensorSpec): number =>
  sizeOf(shape) * ARRAY_TYPES[dtype].BYTES_PER_ELEMENT;

/** Where the vectors and the arrays behind them lie, in bytes. */
function placesOf({ count, lengths, beside = [] }: VectorsLayout) {
  const parts = layOut(lengths.map((length) => 4 * length));
  const arrays = layOut(leaves<TensorSpec>(beside).map(bytesOf));
  return { parts, arrays, end: count * parts.end + arrays.end };
}

/**
 * Vectors whose parts start at multiples of 16 bytes, so that each serves as one array for an elementwise loop and as many
 * for other work.
 *
 * @param shared whether other threads can be sent the memory (default false)
 * @throws Error when they need more than 4 GiB, the most that WebAssembly can address
 */
export function allocateVectors(
  layout: VectorsLayout,
  { shared = false }: { readonly shared?: boolean } = {},
): Vectors {
  const { parts, end } = placesOf(layout);
  const pages = Math.ceil(end / PAGE_BYTES);
  if (pages > MOST_PAGES) {
    throw new Error(`vectors: expected at most 4 GiB, got ${layout.count} of ${parts.end / 4} numbers`);
  }
  return vectorsIn(new WebAssembly.Memory({ initial: pages, maximum: pages, shared }), layout);
}

/** The vectors in a memory that {@link allocateVectors} made for the same layout, perhaps in another thread. */
export function vectorsIn(memory: WebAssembly.Memory, layout: VectorsLayout): Vectors {
  const { count, lengths, beside = [] } = layout;
  const { parts, arrays } = placesOf(layout);
  const { buffer } = memory;
  const whole = Array.from(
    { length: count },
    (_, vector) => new Float32Array(buffer, vector * parts.end, parts.end / 4),
  );
  const specs = leaves<TensorSpec>(beside);
  return {
    memory,
    whole,
    parts: whole.map(({ byteOffset }) =>
      lengths.map(
        (length, part) => new Float32Array(buffer, byteOffset + (parts.starts[part] as number), length),
      ),
    ),
    beside: unflatten<TensorData>(
      beside,
      specs.map(({ shape, dtype }, at) => {
        const start = count * parts.end + (arrays.starts[at] as number);
        return new ARRAY_TYPES[dtype](buffer, start, sizeOf(shape));
      }),
    ),
  };
}
