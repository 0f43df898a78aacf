import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type NamedArrays } from '../../src/index.js';

const named: NamedArrays = {
  arrays: {
    kernel: { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 4, 5, 6e-30) },
    ids: { shape: [2], values: Int32Array.of(-7, 2 ** 31 - 1) },
    mask: { shape: [3], values: Uint8Array.of(1, 0, 255) },
    scalar: { shape: [], values: Float32Array.of(0.1) },
    'größe.0': { shape: [1], values: Float32Array.of(2) },
  },
  metadata: { model: 'vit' },
};

/** Written by Python's safetensors 0.8.0: `save({'w': float32 [[1, 2], [3, 4]]}, metadata={'a': 'b'})`. */
const PYTHON =
  'WAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJhIjoiYiJ9LCJ3Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDJdLCJkYXRhX29mZnNldHMiOlswLDE2XX19ICAgICAgAACAPwAAAEAAAEBAAACAQA==';

describe('safetensors', () => {
  it('gives back what was written, also from the middle of a buffer and from what `readFile` gives', () => {
    const file = encodeSafetensors(named);
    expect(decodeSafetensors(file, 'file')).toEqual(named);
    const shifted = new Uint8Array(file.length + 5);
    shifted.set(file, 5);
    expect(decodeSafetensors(shifted.subarray(5), 'file')).toEqual(named);
    expect(decodeSafetensors(Buffer.from(file), 'file')).toEqual(named);
  });

  it('reads what the Python library writes', () => {
    expect(decodeSafetensors(Buffer.from(PYTHON, 'base64'), 'file')).toEqual({
      arrays: { w: { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) } },
      metadata: { a: 'b' },
    });
  });

  it('writes the bytes that the Python library writes', () => {
    const arrays = { w: { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) } };
    const file = encodeSafetensors({ arrays, metadata: { a: 'b' } });
    expect(Buffer.from(file).toString('base64')).toBe(PYTHON);
  });

  it.each([
    ['nothing', (_: Uint8Array) => new Uint8Array(0), 'got 0 bytes of something else'],
    ['another file', () => new TextEncoder().encode('{"not": "safetensors"}'), 'of something else'],
    ['a broken header', (file: Uint8Array) => file.fill(0, 8, 12), "its header isn't JSON"],
    ['a file that was cut', (file: Uint8Array) => file.subarray(0, -1), 'it is damaged'],
  ])('says what is wrong with %s', (_, broken, message) => {
    expect(() => decodeSafetensors(broken(encodeSafetensors(named)), 'x.safetensors')).toThrow(message);
    expect(() => decodeSafetensors(broken(encodeSafetensors(named)), 'x.safetensors')).toThrow(
      'x.safetensors',
    );
  });
});
