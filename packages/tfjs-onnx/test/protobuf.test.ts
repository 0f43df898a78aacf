import { describe, expect, it } from 'vitest';
import { concatenate, float, integer, message, text } from '../src/onnx/protobuf.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

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
  it('write floats in four little-endian bytes, and field numbers above 15 in two', () => {
    expect(hex(float(2, 1))).toBe('150000803f');
    expect(hex(integer(20, 1))).toBe('a00101');
  });
  it('concatenate', () => {
    expect(hex(concatenate([Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3)]))).toBe('010203');
  });
});
