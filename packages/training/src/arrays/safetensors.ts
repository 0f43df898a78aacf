import type { TensorData } from '@better-attention/tfjs-onnx';
import type { ShapedArray } from './shaped-array.js';

/** Arrays by name, and texts about them. */
export interface NamedArrays {
  readonly arrays: Readonly<Record<string, ShapedArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const LENGTH_BYTES = 8;
/** Fills the header up, so that the elements start at a multiple of eight bytes. */
const SPACE = 0x20;
const TYPES = { F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;

/**
 * Arrays as a safetensors file: eight bytes with the header's length, a JSON header, then the elements, little-endian.
 *
 * Source: https://github.com/huggingface/safetensors, “Format”.
 */
export function encodeSafetensors({ arrays, metadata }: NamedArrays): Uint8Array {
  let end = 0;
  const entries = Object.entries(arrays).map(([name, { shape, values }]) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: typeName(values), shape, data_offsets: [start, end] }] as const;
  });
  const text = new TextEncoder().encode(
    JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }),
  );
  const header = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(SPACE);
  header.set(text);
  const file = new Uint8Array(LENGTH_BYTES + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, LENGTH_BYTES);
  let offset = LENGTH_BYTES + header.length;
  for (const { values } of Object.values(arrays)) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return file;
}

/**
 * The arrays of a safetensors file.
 *
 * @param where names the file in errors
 * @throws Error saying what is wrong with the file
 */
export function decodeSafetensors(file: Uint8Array, where: string): NamedArrays {
  const { __metadata__: metadata = {}, ...entries } = headerOf(file, where);
  const start = LENGTH_BYTES + headerLength(file, where);
  const arrays = Object.entries(entries).map(([name, entry]): [string, ShapedArray] => {
    const { dtype, shape, data_offsets: offsets } = entry as Entry;
    const Type = TYPES[dtype as keyof typeof TYPES];
    if (Type === undefined) {
      throw new Error(
        `${where}: '${name}' is of type ${dtype}, expected one of ${Object.keys(TYPES).join(', ')}`,
      );
    }
    const bytes = shape.reduce((product, size) => product * size, Type.BYTES_PER_ELEMENT);
    const [from, to] = offsets.map((offset) => start + offset) as [number, number];
    if (to - from !== bytes || to > file.length) {
      throw new Error(
        `${where}: '${name}' of shape [${shape}] needs ${bytes} bytes, the file has ${Math.min(to, file.length) - from} of it; it is damaged`,
      );
    }
    return [name, { shape, values: new Type(new Uint8Array(file.subarray(from, to)).buffer) }];
  });
  return { arrays: Object.fromEntries(arrays), metadata: metadata as Record<string, string> };
}

function headerLength(file: Uint8Array, where: string): number {
  const length =
    file.length < LENGTH_BYTES
      ? Number.NaN
      : Number(new DataView(file.buffer, file.byteOffset, LENGTH_BYTES).getBigUint64(0, true));
  if (LENGTH_BYTES + length <= file.length) return length;
  throw new Error(`${where}: expected a safetensors file, got ${file.length} bytes of something else`);
}

function headerOf(file: Uint8Array, where: string): Record<string, unknown> {
  const text = new TextDecoder().decode(
    file.subarray(LENGTH_BYTES, LENGTH_BYTES + headerLength(file, where)),
  );
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Error(`${where}: expected a safetensors file, its header isn't JSON`);
  }
}

function typeName(values: TensorData): string {
  const found = Object.entries(TYPES).find(([, Type]) => values instanceof Type);
  return (found as [string, unknown])[0];
}
