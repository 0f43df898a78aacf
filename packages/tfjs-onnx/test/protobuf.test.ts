import { describe, expect, it } from 'vitest';
import { bytes, encode, type Field, float, integer, message, text } from '../src/onnx/protobuf.js';

const hex = (...fields: Field[]): string => Buffer.from(encode(fields)).toString('hex');

describe('protocol buffers', () => {
  // The examples of https://protobuf.dev/programming-guides/encoding: 150 in field 1, "testing" in field 2, the first as message in field 3.
  it('encode as the specification shows', () => {
    expect(hex(integer(1, 150))).toBe('089601');
    expect(hex(text(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(message(3, [integer(1, 150)]))).toBe('1a03089601');
  });
  it('write −2 as the ten bytes of its two’s complement', () => {
    expect(hex(integer(1, -2))).toBe('08feffffffffffffffff01');
  });
  it.each([0, 1, 127, 128, 2 ** 31, 2 ** 40 + 3, Number.MAX_SAFE_INTEGER])(
    'write ±%d in 64 bits',
    (value) => {
      for (const each of [value, -value]) {
        const digits = [...encode([integer(1, each)])].slice(1).map((byte) => BigInt(byte & 0x7f));
        const read = digits.reduceRight((sum, digit) => (sum << 7n) | digit, 0n);
        expect(BigInt.asIntN(64, read)).toBe(BigInt(each));
      }
    },
  );
  it('write floats in four little-endian bytes, and field numbers above 15 in two', () => {
    expect(hex(float(2, 1))).toBe('150000803f');
    expect(hex(integer(20, 1))).toBe('a00101');
  });
  it('follow each other in a message', () => {
    expect(hex(integer(1, 150), text(2, 'testing'))).toBe('089601120774657374696e67');
    expect(hex(message(3, [integer(1, 150), message(4, [integer(1, 1)])]))).toBe('1a0708960122020801');
  });
  it('hold contents without a copy until the message is written', () => {
    const content = Uint8Array.of(1, 2, 3);
    const field = message(3, [bytes(9, content)]);
    content.fill(7);
    expect(hex(field)).toBe('1a054a03070707');
  });
});
