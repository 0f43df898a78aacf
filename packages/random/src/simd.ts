import { wasmModule } from '@better-attention/webassembly';
import { type BulkDraws, partsOf, wordByWord } from './bulk.js';
import { decideFunction, ELEMENTS, NEEDED_WORDS } from './decide-function.js';
import { fillFunction } from './fill-function.js';
import type { Words } from './threefry.js';
import { counterOf } from './words.js';

const WORD_BYTES = 4;

/** Words that are computed at once: with the mask behind them, they stay in the processor's nearest cache. */
const BUFFERED_WORDS = 4096;
const MASK = BUFFERED_WORDS * WORD_BYTES;

/** Of how many elements one is expected to take a word more. */
const ELEMENTS_A_TIE = 256;

/** What {@link simdModule} exports. */
interface Functions {
  fill(first: number, second: number, low: number, high: number, address: number, end: number): void;
  decide(
    read: number,
    lastRead: number,
    mask: number,
    lastMask: number,
    leading: number,
    trailing: number,
  ): [mask: number, read: number];
}

/** The module of {@link fillFunction} and {@link decideFunction}. */
export function simdModule(): Uint8Array<ArrayBuffer> {
  return wasmModule({ fill: fillFunction(), decide: decideFunction() });
}

let fastest: BulkDraws | undefined;

/** Draws by WebAssembly SIMD, or word by word where there is none or a page's policy forbids it; chosen once a process. */
export function fastestDraws(): BulkDraws {
  fastest ??= simdDraws() ?? wordByWord;
  return fastest;
}

function simdDraws(): BulkDraws | undefined {
  try {
    return drawsOf(new WebAssembly.Memory({ initial: 1 }));
  } catch {
    return undefined;
  }
}

/** Draws over a memory of its own: the words, then a mask of as many bytes. */
function drawsOf(memory: WebAssembly.Memory): BulkDraws {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(simdModule()), { env: { memory } });
  const { fill, decide } = exports as unknown as Functions;
  const buffer = new Uint32Array(memory.buffer, 0, BUFFERED_WORDS);
  const decided = new Uint8Array(memory.buffer, MASK, MASK);

  /** Writes the block of the word at a position and those behind it into the buffer. */
  function fillBuffer([first, second]: Words, position: number, end: number): void {
    const [low, high] = counterOf(position);
    fill(first, second, low, high, 0, end);
  }

  return {
    fill(words, output) {
      const start = words.position();
      for (let done = 0; done < output.length; ) {
        const skipped = (start + done) % 2;
        const end = Math.min(BUFFERED_WORDS, skipped + output.length - done);
        fillBuffer(words.key, start + done, end * WORD_BYTES);
        output.set(buffer.subarray(skipped, end), done);
        done += end - skipped;
      }
      words.moveTo(start + output.length);
    },

    decide(words, mask, threshold) {
      const { leading, trailing } = partsOf(threshold);
      let position = words.position();
      let done = 0;
      while (mask.length - done >= ELEMENTS) {
        const left = Math.min(MASK, mask.length - done);
        const start = (position % 2) * WORD_BYTES;
        const expected = Math.ceil(left / WORD_BYTES + left / ELEMENTS_A_TIE) + NEEDED_WORDS;
        const end = Math.min(MASK, start + expected * WORD_BYTES);
        fillBuffer(words.key, position, end);
        const lastRead = end - NEEDED_WORDS * WORD_BYTES;
        const [next, read] = decide(start, lastRead, MASK, MASK + left - ELEMENTS, leading, trailing);
        mask.set(decided.subarray(0, next - MASK), done);
        done += next - MASK;
        position += (read - start) / WORD_BYTES;
      }
      words.moveTo(position);
      wordByWord.decide(words, mask.subarray(done), threshold);
    },
  };
}
