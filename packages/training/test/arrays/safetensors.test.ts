import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { DamagedFileError, decodeSafetensors, encodeSafetensors, type NamedArrays } from '../../src/index.js';

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

  it('keeps names and texts that JavaScript has a meaning for', () => {
    const array = { shape: [1], values: Float32Array.of(3) };
    const names = ['__proto__', 'constructor', 'toString', '', '1', 'a"\\\n'];
    const own = <Value>(value: Value) => Object.fromEntries(names.map((name) => [name, value]));
    const given = { arrays: own(array), metadata: own('text') };
    const read = decodeSafetensors(encodeSafetensors(given), 'file');
    expect(Object.keys(read.arrays)).toEqual(Object.keys(given.arrays));
    expect(Object.values(read.arrays)).toEqual(names.map(() => array));
    expect(Object.entries(read.metadata)).toEqual(Object.entries(given.metadata));
    expect(Object.getPrototypeOf(read.arrays)).toBe(Object.prototype);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    ['__metadata__', [1], Float32Array.of(1), 'the format keeps this name for texts'],
    ['a', [3], Float32Array.of(1, 2), 'expected the elements of shape [3], got 2'],
    ['a', [1], Float64Array.of(1), 'expected float32, int32 or bool, got a Float64Array'],
  ])('writes no array that it would not read: %s %j', (name, shape, values, problem) => {
    const arrays = { [name]: { shape, values: values as Float32Array } };
    expect(() => encodeSafetensors({ arrays, metadata: {} })).toThrow(`safetensors: '${name}': ${problem}`);
  });

  it('writes no text that is none', () => {
    const metadata = { seed: 1 as unknown as string };
    expect(() => encodeSafetensors({ arrays: {}, metadata })).toThrow(
      "safetensors: metadata: 'seed': expected a text, got a number",
    );
  });

  it('reads of 2,000 mutated files what it can write again, and names the others', () => {
    const file = encodeSafetensors(named);
    const random = randomStream(1, 'mutations');
    let read = 0;
    for (let time = 0; time < 2000; time++) {
      const changed = file.slice(0, random.integer(4) > 0 ? file.length : random.integer(file.length + 1));
      for (let edit = random.integer(3); edit >= 0; edit--) {
        const at = random.integer(changed.length);
        const near = random.integer(2) > 0 ? (file[at] as number) + 1 : random.integer(256);
        if (changed.length > 0) changed[at] = near;
      }
      let found: NamedArrays | undefined;
      try {
        found = decodeSafetensors(changed, 'x.safetensors');
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedFileError);
        expect((error as Error).message).toMatch(/^x\.safetensors: /);
      }
      if (found === undefined) continue;
      read++;
      expect(decodeSafetensors(encodeSafetensors(found), 'again')).toEqual(found);
    }
    expect(read).toBeGreaterThan(100);
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
