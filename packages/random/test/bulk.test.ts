import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wordByWord } from '../src/bulk.js';
import { fastestDraws, simdModule } from '../src/simd.js';
import type { Words } from '../src/threefry.js';
import { wordSequence } from '../src/words.js';

const KEY: Words = [0x13198a2e, 0x03707344];

/** Words before the counter's first word begins at 0 again. */
const OVERFLOW = 2 ** 33;

const POSITIONS = [0, 1, 2, 63, 64, 101, OVERFLOW - 300, OVERFLOW - 41, OVERFLOW - 1, OVERFLOW + 7];
const LENGTHS = [0, 1, 3, 4, 5, 15, 16, 17, 63, 64, 65, 4095, 4096, 4097, 16_383, 16_384, 16_400, 100_000];
const PROBABILITIES = [0, 0.1, 0.5, 0.9, 1e-9, 1 / 256, 77 / 256, 255 / 256, 1 - 2 ** -32];

const draws = fastestDraws();

const hashOf = (array: Uint8Array | Uint32Array) => createHash('sha256').update(array).digest('hex');

/** The mask of a threshold, and where it leaves the sequence. */
function decided(by: typeof draws, threshold: number, length: number, position: number) {
  const words = wordSequence(KEY, position);
  const mask = new Uint8Array(length);
  by.decide(words, mask, threshold);
  return { mask: hashOf(mask), position: words.position(), next: words.next() };
}

/** As above, of an array of words. */
function filled(by: typeof draws, length: number, position: number) {
  const words = wordSequence(KEY, position);
  const output = new Uint32Array(length);
  by.fill(words, output);
  return { output: hashOf(output), position: words.position(), next: words.next() };
}

function expectSameMask(threshold: number, length: number, position: number): void {
  expect(decided(draws, threshold, length, position)).toEqual(
    decided(wordByWord, threshold, length, position),
  );
}

describe('draws of many numbers by WebAssembly SIMD', () => {
  it('are what is chosen here', () => {
    expect(draws).not.toBe(wordByWord);
    expect(fastestDraws()).toBe(draws);
  });

  it('are a module of less than 4 KiB, the most that some browsers compile at once in a page', () => {
    expect(simdModule().length).toBeLessThan(4096);
  });

  it.each(PROBABILITIES)('decide with probability %d as word by word', (probability) => {
    for (const length of LENGTHS) {
      for (const position of POSITIONS) expectSameMask(Math.round(probability * 2 ** 32), length, position);
    }
  });

  it('decide as word by word whatever the leading byte, with any last bits', () => {
    for (let leading = 0; leading < 256; leading++) {
      for (const trailing of [0, 1, 2 ** 23, 2 ** 24 - 1])
        expectSameMask(leading * 2 ** 24 + trailing, 3000, leading);
    }
  });

  it('decide and fill as word by word, from anywhere', () => {
    const position = fc.oneof(fc.nat(1000), fc.integer({ min: OVERFLOW - 1000, max: OVERFLOW + 1000 }));
    const threshold = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(threshold, fc.nat(2000), position, (...given) => {
        expectSameMask(...given);
        const [, length, start] = given;
        expect(filled(draws, length, start)).toEqual(filled(wordByWord, length, start));
      }),
    );
  });

  it('fill with the words of one after the other', () => {
    for (const length of LENGTHS) {
      for (const position of POSITIONS)
        expect(filled(draws, length, position)).toEqual(filled(wordByWord, length, position));
    }
  });

  it('write nothing beside the part of an array that they are given', () => {
    const mask = new Uint8Array(2000).fill(7);
    draws.decide(wordSequence(KEY), mask.subarray(100, 1901), 2 ** 31);
    const beside = [...mask.subarray(0, 100), ...mask.subarray(1901)];
    expect(beside.every((byte) => byte === 7)).toBe(true);
    const words = new Uint32Array(5000).fill(7);
    draws.fill(wordSequence(KEY), words.subarray(1, 4999));
    expect([words[0], words[4999]]).toEqual([7, 7]);
  });
});

describe('where there is no WebAssembly SIMD', () => {
  const { Instance, Memory } = WebAssembly;

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['no WebAssembly', undefined],
    [
      'a policy that refuses to compile',
      {
        Instance,
        Memory,
        Module: class {
          constructor() {
            throw new WebAssembly.CompileError('Refused to compile or instantiate WebAssembly module');
          }
        },
      },
    ],
  ])('(%s) masks, words and what comes after have the same bits', async (_, stub) => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', stub);
    const slow = await import('../src/stream.js');
    const simd = await import('../src/simd.js');
    const bulk = await import('../src/bulk.js');
    expect(simd.fastestDraws()).toBe(bulk.wordByWord);
    vi.unstubAllGlobals();
    vi.resetModules();
    const fast = await import('../src/stream.js');
    expect((await import('../src/simd.js')).fastestDraws()).not.toBe(
      (await import('../src/bulk.js')).wordByWord,
    );
    expect(drawnFrom(slow.randomStream(3))).toEqual(drawnFrom(fast.randomStream(3)));
  });

  const drawnFrom = (random: import('../src/stream.js').RandomStream) => [
    random.bits(),
    random.bernoulli(10_001, 0.9),
    random.uniform(),
    random.fill(new Uint32Array(2001)),
    random.bernoulli(5000, 1),
    random.bernoulli(5000, 1 / 256),
    random.integer(1000),
  ];
});
