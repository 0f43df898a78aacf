/**
 * Yes or no for each of some examples as a text: a bit each, the first in the highest bit of the first byte, as NumPy's
 * `packbits` has them, in base64. What is left of the last byte is 0.
 *
 * @param flags a byte an example, 0 or 1
 */
export function packBits(flags: Uint8Array): string {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, at) => {
    bytes[at >> 3] = (bytes[at >> 3] as number) | (flag << (7 - (at % 8)));
  });
  return Buffer.from(bytes).toString('base64');
}

/**
 * What {@link packBits} made a text of: a byte an example.
 *
 * @throws RangeError when the text isn't that of `count` examples
 */
export function unpackBits(text: string, count: number): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  const expected = Math.ceil(count / 8);
  if (bytes.length !== expected) {
    throw new RangeError(`expected ${expected} bytes for ${count} examples, got ${bytes.length}`);
  }
  const flags = Uint8Array.from({ length: 8 * expected }, (_, at) => {
    return ((bytes[at >> 3] as number) >> (7 - (at % 8))) & 1;
  });
  if (flags.subarray(count).includes(1)) {
    throw new RangeError(`expected no bit after the ${count} of the examples, got one`);
  }
  return flags.subarray(0, count);
}
