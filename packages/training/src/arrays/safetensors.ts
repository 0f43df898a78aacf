import type { TensorData } from '@better-attention/tfjs-onnx';
import {
  bytesOf,
  ELEMENT_TYPES,
  type ElementType,
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  METADATA,
} from './format.js';
import { type Header, readHeader } from './header.js';
import type { ShapedArray } from './shaped-array.js';

/** Arrays by name, and texts about them. */
export interface NamedArrays {
  readonly arrays: Readonly<Record<string, ShapedArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Fills the header up, so that the elements start at a multiple of eight bytes. */
const SPACE = 0x20;

/**
 * Arrays as a safetensors file: eight bytes with the header's length, a JSON header, then the elements, little-endian.
 *
 * Source: https://github.com/huggingface/safetensors, “Format”.
 *
 * @throws Error naming the array that such a file can't hold: its name is `__metadata__`, its type is none of the file's, or it
 *   hasn't as many elements as its shape says; or the text of the metadata that is none
 */
export function encodeSafetensors(named: NamedArrays): Uint8Array {
  const parts = safetensorsParts(named);
  const file = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

/** The file of {@link encodeSafetensors} in parts, one after another: the header, then the memory of each array, uncopied. */
export function safetensorsParts({ arrays, metadata }: NamedArrays): [header: Uint8Array, ...Uint8Array[]] {
  let end = 0;
  const entries = Object.entries(arrays).map(([name, array]) => {
    const dtype = typeOf(name, array);
    const start = end;
    end += array.values.byteLength;
    return [name, { dtype, shape: array.shape, data_offsets: [start, end] }] as const;
  });
  const other = Object.entries(metadata).find(([, text]) => typeof text !== 'string');
  if (other !== undefined) {
    throw new Error(`safetensors: metadata: '${other[0]}': expected a text, got a ${typeof other[1]}`);
  }
  const json = JSON.stringify({ [METADATA]: metadata, ...Object.fromEntries(entries) });
  return [headerBytes(new TextEncoder().encode(json)), ...Object.values(arrays).map(memoryOf)];
}

function headerBytes(json: Uint8Array): Uint8Array {
  const length = Math.ceil(json.length / 8) * 8;
  if (length > MAX_HEADER_BYTES) {
    throw new Error(`safetensors: a header of ${length} bytes, readers take at most ${MAX_HEADER_BYTES}`);
  }
  const header = new Uint8Array(LENGTH_BYTES + length).fill(SPACE);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, LENGTH_BYTES);
  return header;
}

function memoryOf({ values }: ShapedArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function typeOf(name: string, { shape, values }: ShapedArray): ElementType {
  const where = `safetensors: '${name}'`;
  if (name === METADATA) throw new Error(`${where}: the format keeps this name for texts`);
  const types = Object.entries(ELEMENT_TYPES) as [ElementType, (typeof ELEMENT_TYPES)[ElementType]][];
  const found = types.find(([, Elements]) => values instanceof Elements);
  if (found === undefined) {
    throw new Error(
      `${where}: expected float32, int32 or bool, got a ${(values as object).constructor.name}`,
    );
  }
  if (values.byteLength !== bytesOf(shape, found[0])) {
    throw new Error(`${where}: expected the elements of shape [${shape}], got ${values.length}`);
  }
  return found[0];
}

/**
 * The arrays of a safetensors file, which is checked as the format's reference implementation does, and for names given twice,
 * keys that no array has, and a header that doesn't begin with a brace.
 *
 * @param where names the file in errors
 * @throws DamagedFileError naming the file, the array and what is wrong with it
 */
export function decodeSafetensors(file: Uint8Array, where: string): NamedArrays {
  const header = readHeader(file, where);
  return { arrays: arraysIn(file, header), metadata: header.metadata };
}

/** Copies of the arrays of a file. */
export function arraysIn(file: Uint8Array, { entries, start }: Header): NamedArrays['arrays'] {
  const arrays = entries.map(({ name, dtype, shape, from, to }): [string, ShapedArray] => {
    const memory = new Uint8Array(file.subarray(start + from, start + to)).buffer;
    return [name, { shape, values: new ELEMENT_TYPES[dtype](memory) as TensorData }];
  });
  return Object.fromEntries(arrays);
}
