/** Bytes before the header, which hold its length. */
export const LENGTH_BYTES = 8;
/** The longest header that the format's reference implementation reads. */
export const MAX_HEADER_BYTES = 100_000_000;
/** The name in the header that stands for texts, not for an array. */
export const METADATA = '__metadata__';

/** The types of elements that we have arrays for, by the format's names. */
export const ELEMENT_TYPES = { F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;
/** A name of a type of elements. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** The bytes of an array; NaN where the numbers on the way are too large to be exact. */
export function bytesOf(shape: readonly number[], dtype: ElementType): number {
  return [...shape, ELEMENT_TYPES[dtype].BYTES_PER_ELEMENT].reduce((product, size) =>
    Number.isSafeInteger(product * size) ? product * size : Number.NaN,
  );
}

/** A file that isn't as it was written, or isn't of the format that it is read as. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}
