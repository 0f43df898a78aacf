/**
 * Times the dropout masks of a ViT's step and the initial numbers of a model by WebAssembly SIMD and word by word, turn
 * about. Checks that both are the same, and prints one line of JSON: nanoseconds a number, the median of some rounds.
 */
import { wordByWord } from '../packages/random/dist/bulk.js';
import { fastestDraws } from '../packages/random/dist/simd.js';
import { wordSequence } from '../packages/random/dist/words.js';

const ROUNDS = 7;
const ELEMENTS = 28_700_000;
const WORDS = 4_000_000;
const THRESHOLD = Math.round(0.9 * 2 ** 32);

const contestants = { simd: fastestDraws(), wordByWord };
const work = {
  masks: {
    count: ELEMENTS,
    array: () => new Uint8Array(ELEMENTS),
    draw: (draws, words, mask) => draws.decide(words, mask, THRESHOLD),
  },
  words: {
    count: WORDS,
    array: () => new Uint32Array(WORDS),
    draw: (draws, words, output) => draws.fill(words, output),
  },
};

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

function measured({ count, array, draw }) {
  const arrays = Object.keys(contestants).map(array);
  const times = arrays.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    Object.values(contestants).forEach((draws, at) => {
      const started = performance.now();
      draw(draws, wordSequence([1, 2]), arrays[at]);
      times[at].push(performance.now() - started);
    });
  }
  const [first, ...others] = arrays.map((each) => Buffer.from(each.buffer));
  if (!others.every((each) => each.equals(first))) throw new Error('the numbers differ');
  const names = Object.keys(contestants);
  return Object.fromEntries(
    names.map((name, at) => [name, Number(((median(times[at]) * 1e6) / count).toFixed(2))]),
  );
}

console.log(
  JSON.stringify(Object.fromEntries(Object.entries(work).map(([name, each]) => [name, measured(each)]))),
);
