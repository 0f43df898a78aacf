import { createHash } from 'node:crypto';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import {
  DamagedFileError,
  decodeSafetensors,
  decodeSealed,
  encodeSafetensors,
  encodeSealed,
  type NamedArrays,
} from '../../src/index.js';

const named: NamedArrays = {
  arrays: {
    kernel: { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 4, 5, 6e-30) },
    nothing: { shape: [0, 2], values: new Float32Array(0) },
    mask: { shape: [3], values: Uint8Array.of(1, 0, 255) },
    sha256: { shape: [2], values: Int32Array.of(7, 8) },
  },
  metadata: { origin: 'a "sha256":"run"', state: '{"epochs":[]}' },
};
const file = new Uint8Array(Buffer.concat(encodeSealed(named)));
const refusal = (changed: Uint8Array): Error => {
  try {
    decodeSealed(changed, 'x.safetensors');
  } catch (error) {
    return error as Error;
  }
  return new Error('was read');
};

describe('a sealed file', () => {
  it('gives back what was written, also from the middle of a buffer', () => {
    expect(decodeSealed(file, 'file')).toEqual(named);
    expect(decodeSealed(Buffer.concat([Buffer.alloc(3), file]).subarray(3), 'file')).toEqual(named);
  });

  it('is a safetensors file with the SHA-256 of itself, its own digits zero', () => {
    const { arrays, metadata } = decodeSafetensors(file, 'file');
    expect(arrays).toEqual(named.arrays);
    const text = Buffer.from(file)
      .toString('latin1')
      .replace(metadata.sha256 as string, '0'.repeat(64));
    expect(metadata.sha256).toBe(createHash('sha256').update(text, 'latin1').digest('hex'));
  });

  it('is sealed again in the place of an older checksum', () => {
    const metadata = { ...named.metadata, sha256: 'old' };
    expect(Buffer.concat(encodeSealed({ ...named, metadata })).length).toBe(file.length);
    expect(decodeSealed(Buffer.concat(encodeSealed({ ...named, metadata })), 'file')).toEqual(named);
  });

  it('is refused with its name when any one of its bits is another, the padding included', () => {
    expect(file.length * 8).toBeLessThan(5000);
    for (let bit = 0; bit < file.length * 8; bit++) {
      const changed = file.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const error = refusal(changed);
      expect(error, `bit ${bit}`).toBeInstanceOf(DamagedFileError);
      expect(error.message).toMatch(/^x\.safetensors: /);
    }
  });

  it('is refused when several of its bytes are others, or its length is', () => {
    const random = randomStream(1, 'damage');
    for (let time = 0; time < 300; time++) {
      const length = time % 3 === 0 ? random.integer(file.length) : file.length + (time % 3) - 1;
      const changed = new Uint8Array(length);
      changed.set(file.subarray(0, length));
      for (let edit = 0; edit < 3; edit++) changed[random.integer(length)] = random.integer(256);
      if (Buffer.compare(changed, file) === 0) continue;
      expect(refusal(changed), `time ${time}`).toBeInstanceOf(DamagedFileError);
    }
  });

  it('says what it misses or how it differs', () => {
    expect(refusal(encodeSafetensors(named)).message).toBe(
      'x.safetensors: expected a checksum, there is none; it is damaged, or of another program',
    );
    const changed = file.slice();
    changed[file.length - 1] = 1;
    expect(refusal(changed).message).toMatch(
      /^x\.safetensors: expected the SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}; it is damaged$/,
    );
  });

  it('has the memory of its arrays for parts', () => {
    const [, kernel] = encodeSealed(named);
    expect(kernel?.buffer).toBe(named.arrays.kernel?.values.buffer);
  });
});
