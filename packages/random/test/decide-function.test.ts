import { wasmModule } from '@better-attention/webassembly';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wordByWord } from '../src/bulk.js';
import { decideFunction, ELEMENTS, NEEDED_WORDS } from '../src/decide-function.js';

const [LEADING, TRAILING] = [7, 2 ** 23];
const MASK = 1024;

const memory = new WebAssembly.Memory({ initial: 1 });
const module = new WebAssembly.Module(wasmModule({ decide: decideFunction() }));
const { decide } = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as {
  decide(...numbers: number[]): [mask: number, read: number];
};

/** The first elements that words decide one after the other, and how many words these take. */
function expected(words: readonly number[], length: number) {
  let taken = 0;
  const sequence = {
    key: [0, 0] as const,
    position: () => taken,
    next: () => (words[taken++] as number) >>> 0,
    moveTo: () => {},
  };
  const mask = new Uint8Array(length);
  wordByWord.decide(sequence, mask, LEADING * 2 ** 24 + TRAILING);
  return { mask: [...mask], taken };
}

it('decides words full of bytes that equal the leading one, and reads none beyond those it may need', () => {
  const byte = fc.constantFrom(LEADING, LEADING, LEADING - 1, LEADING + 1, 255);
  const word = fc.tuple(byte, byte, byte, byte).map(([a, b, c, d]) => a | (b << 8) | (c << 16) | (d << 24));
  const extremes = fc.constantFrom(0, LEADING * 0x01010101);
  fc.assert(
    fc.property(fc.array(fc.oneof(word, extremes), { minLength: NEEDED_WORDS, maxLength: 60 }), (words) => {
      new Int32Array(memory.buffer).set(words);
      const lastRead = (words.length - NEEDED_WORDS) * 4;
      const [mask, read] = decide(0, lastRead, MASK, MASK + 1000, LEADING, TRAILING);
      const found = new Uint8Array(memory.buffer, MASK, mask - MASK);
      expect(read).toBeGreaterThan(lastRead);
      expect(read).toBeLessThanOrEqual(words.length * 4);
      expect({ mask: [...found], taken: read / 4 }).toEqual(expected(words, found.length));
    }),
    { numRuns: 2000 },
  );
});

it('decides no element beyond the last vector of a mask', () => {
  new Int32Array(memory.buffer).fill(-1);
  const [mask, read] = decide(0, 900, MASK, MASK + 2 * ELEMENTS, LEADING, TRAILING);
  expect([mask, read]).toEqual([MASK + 3 * ELEMENTS, 3 * ELEMENTS]);
  expect(new Uint8Array(memory.buffer)[mask]).toBe(255);
});
