import { fillThreefry, type Words } from './threefry.js';

const BUFFERED_WORDS = 64;

/** The words of a key, one after the other: the blocks of the counters 0, 1, 2 …, two words each. */
export interface WordSequence {
  readonly key: Words;
  /** How many words lie before the next. */
  position(): number;
  next(): number;
  moveTo(position: number): void;
}

/** The words of a key from a position on, which is below 2⁵³. */
export function wordSequence(key: Words, start = 0): WordSequence {
  const buffer = new Uint32Array(BUFFERED_WORDS);
  let first = 0;
  let read = BUFFERED_WORDS;

  function load(position: number): void {
    fillThreefry(key, counterOf(position), buffer);
    first = position;
    read = 0;
  }

  function moveTo(position: number): void {
    const offset = position % BUFFERED_WORDS;
    first = position - offset - BUFFERED_WORDS;
    read = BUFFERED_WORDS;
    if (offset === 0) return;
    load(position - offset);
    read = offset;
  }

  moveTo(start);
  return {
    key,
    position: () => first + read,
    next() {
      if (read === BUFFERED_WORDS) load(first + BUFFERED_WORDS);
      return buffer[read++] as number;
    },
    moveTo,
  };
}

/** The counter of the block that a word lies in. */
export function counterOf(position: number): Words {
  const block = Math.floor(position / 2);
  return [block >>> 0, Math.floor(block / 2 ** 32)];
}
