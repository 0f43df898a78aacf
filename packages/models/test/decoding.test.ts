import '../../../testing/backend.js';
import { mechanism, mechanisms } from '@better-attention/attention';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { mapTensors, normal } from '../../../testing/parameters.js';
import {
  beamDecode,
  type DecodingStep,
  type DecodingStepInputs,
  greedyDecode,
  type TranslatorParameters,
  translator,
} from '../src/index.js';

const [START, END, VOCABULARY, LENGTH] = [1, 2, 5, 4];

/** The position of a call and its texts. */
type Call = [position: number, texts: number[][]];

/** Logits that depend on the whole prefix and, by the first number of a row's seeds, on its text. */
function steps(seeds: readonly number[]): DecodingStep & { readonly calls: Call[] } {
  const calls: Call[] = [];
  const step = ({ tokens, position }: DecodingStepInputs) => {
    const rows = seeds.map((_, row) => [...tokens.subarray(row * LENGTH, (row + 1) * LENGTH)]);
    calls.push([position, rows]);
    return Float32Array.from(
      rows.flatMap((row, at) => logitsAfter(seeds[at] as number, row.slice(0, position + 1))),
    );
  };
  return Object.assign(step, { calls });
}

function logitsAfter(seed: number, prefix: readonly number[]): number[] {
  const random = randomStream(seed, ...prefix);
  return Array.from({ length: VOCABULARY }, () => Math.fround(2 * random.normal()));
}

/** Every text that a search can return, with its log-probability, the end included where there is room. */
function everyText(
  seed: number,
  tokens: number[] = [],
  logProbability = 0,
): { tokens: number[]; logProbability: number }[] {
  if (tokens.at(-1) === END || tokens.length === LENGTH) return [{ tokens, logProbability }];
  const logits = logitsAfter(seed, [START, ...tokens]);
  const choices = logits.map((_, token) => token).filter((token) => token !== 0 && token !== START);
  const total = Math.log(choices.reduce((sum, token) => sum + Math.exp(logits[token] as number), 0));
  return choices.flatMap((token) =>
    everyText(seed, [...tokens, token], logProbability + (logits[token] as number) - total),
  );
}

const seeds = Array.from({ length: 12 }, (_, seed) => seed);
const options = { examples: seeds.length, length: LENGTH, start: START, end: END };
const repeated = (beams: number) => seeds.flatMap((seed) => new Array<number>(beams).fill(seed));

describe('greedy decoding', () => {
  it('follows the most probable token, without padding and start', async () => {
    const expected = seeds.map((seed) => {
      const tokens: number[] = [];
      while (tokens.length < LENGTH) {
        const logits = logitsAfter(seed, [START, ...tokens]);
        const token = [2, 3, 4].reduce((one, other) =>
          (logits[other] as number) > (logits[one] as number) ? other : one,
        );
        if (token === END) break;
        tokens.push(token);
      }
      return tokens;
    });
    expect(new Set(expected.map(({ length }) => length)).size).toBeGreaterThan(2);
    expect(await greedyDecode(steps(seeds), options)).toEqual(expected);
  });

  it('hands texts on from the start token, zeros where nothing is yet, and stops when all have ended', async () => {
    const favourites = [3, END];
    const calls: number[][] = [];
    const step = ({ tokens, position }: DecodingStepInputs) => {
      calls.push([position, ...tokens]);
      return Float32Array.from({ length: VOCABULARY }, (_, token) =>
        token === favourites[position] ? 1 : 0,
      );
    };
    expect(await greedyDecode(step, { ...options, examples: 1 })).toEqual([[3]]);
    expect(calls).toEqual([
      [0, START, 0, 0, 0],
      [1, START, 3, 0, 0],
    ]);
  });

  it('takes the first of equal tokens, and steps that answer later', async () => {
    const step = async () => new Float32Array(VOCABULARY);
    expect(await greedyDecode(step, { ...options, examples: 1 })).toEqual([[]]);
    expect(await greedyDecode(step, { ...options, examples: 1, end: 4 })).toEqual([[2, 2, 2, 2]]);
  });

  it('refuses logits that do not fit the rows', async () => {
    const step = () => new Float32Array(7);
    await expect(greedyDecode(step, { ...options, examples: 2 })).rejects.toThrow(
      'decoding: expected as many logits for each of 2 rows, got 7 numbers',
    );
  });
});

describe('beam search', () => {
  it('of one beam is greedy', async () => {
    const greedy = await greedyDecode(steps(seeds), options);
    expect(await beamDecode(steps(seeds), { ...options, beams: 1, lengthPenalty: 0 })).toEqual(greedy);
  });

  it.each([0, 0.6, 1, 2])(
    'with room for every text finds the best of all, length penalty %d',
    async (penalty) => {
      const beams = 40;
      const rank = ({ tokens, logProbability }: { tokens: number[]; logProbability: number }) =>
        logProbability / tokens.length ** penalty;
      const expected = seeds.map((seed) => {
        const best = everyText(seed).reduce((one, other) => (rank(other) > rank(one) ? other : one));
        return best.tokens.filter((token) => token !== END);
      });
      const found = await beamDecode(steps(repeated(beams)), { ...options, beams, lengthPenalty: penalty });
      expect(found).toEqual(expected);
    },
  );

  it('finds more probable texts than greedy decoding, on the whole', async () => {
    const probability = (seed: number, tokens: readonly number[]) =>
      everyText(seed).find((text) => text.tokens.filter((token) => token !== END).join() === tokens.join())
        ?.logProbability as number;
    const greedy = await greedyDecode(steps(seeds), options);
    const beams = await beamDecode(steps(repeated(3)), { ...options, beams: 3, lengthPenalty: 0 });
    const gains = seeds.map(
      (seed, at) => probability(seed, beams[at] ?? []) - probability(seed, greedy[at] ?? []),
    );
    expect(gains.some((gain) => gain > 0.1)).toBe(true);
    expect(gains.reduce((sum, gain) => sum + gain)).toBeGreaterThan(0.5);
  });

  it('keeps as many open candidates as beams beside those that have ended', async () => {
    const after: Record<number, number[]> = {
      [START]: [0, 0, 3, 2.9, 2.8],
      3: [0, 0, 0, 0, 0],
      4: [0, 0, 50, 0, 0],
    };
    const step = ({ tokens, position }: DecodingStepInputs) =>
      Float32Array.from(
        [0, 1].flatMap((row) => after[tokens[row * LENGTH + position] as number] ?? after[START] ?? []),
      );
    expect(await beamDecode(step, { ...options, examples: 1, beams: 2 })).toEqual([[4]]);
    expect(await beamDecode(step, { ...options, examples: 1, beams: 2, lengthPenalty: 0 })).toEqual([[]]);
  });

  it('says which row of the call before each text continues', async () => {
    const step = steps(repeated(3));
    const continued: number[][] = [];
    const remembering = (inputs: DecodingStepInputs) => {
      continued.push([...inputs.continued]);
      return step(inputs);
    };
    await beamDecode(remembering, { ...options, beams: 3 });
    const rows = seeds.flatMap((_, example) => [0, 1, 2].map((beam) => 3 * example + beam));
    expect(continued[0]).toEqual(rows);
    const changes = continued.slice(1).flatMap((from, call) => {
      const [[, before], [position, now]] = step.calls.slice(call, call + 2) as [Call, Call];
      const open = rows.filter((row) => now[row]?.[1] !== 0);
      for (const row of open) {
        expect(now[row]?.slice(0, position)).toEqual(before[from[row] as number]?.slice(0, position));
      }
      return open.filter((row) => from[row] !== row);
    });
    expect(changes.length).toBeGreaterThan(20);
  });

  it('asks for the same number of rows each time, those of a text side by side', async () => {
    const step = steps(repeated(2));
    await beamDecode(step, { ...options, beams: 2 });
    expect(step.calls.map(([position]) => position)).toEqual([0, 1, 2, 3]);
    const [, [, second]] = step.calls as [Call, Call];
    for (const [at, seed] of seeds.entries()) {
      const first = everyText(seed).map(({ tokens }) => tokens[0]);
      expect(first).toContain(second[2 * at]?.[1]);
      expect(second[2 * at]).not.toEqual(second[2 * at + 1]);
    }
  });
});

const canBeCausal = [...mechanisms.keys()].filter((name) => mechanism(name).supportsCausal);
const EXAMPLES = 10;
const SOURCE_LENGTH = 5;

/** Texts of 1 to 5 tokens, padded. */
function raggedSources(): tf.Tensor2D {
  const random = randomStream(4);
  const rows = Array.from({ length: EXAMPLES }, (_, example) =>
    Array.from({ length: SOURCE_LENGTH }, (_, at) =>
      at > example % SOURCE_LENGTH ? 0 : 1 + random.integer(6),
    ),
  );
  return tf.tensor2d(rows, undefined, 'int32');
}

describe.each(canBeCausal)('decoding a translator with %s attention', (mechanism) => {
  const model = translator({
    source: { vocabularySize: 7, length: SOURCE_LENGTH },
    target: { vocabularySize: 11, length: LENGTH },
    modelWidth: 8,
    heads: 2,
    hiddenWidth: 6,
    dropout: 0,
    mechanism,
  });
  const parameters = mapTensors<TranslatorParameters>(model.init(randomStream(3)), (leaf, path) =>
    leaf.rank > 1 ? normal(randomStream(12, path), leaf.shape) : leaf,
  );
  const source = raggedSources();
  const beams = 3;
  const rows = tf.tensor1d(
    Array.from({ length: EXAMPLES * beams }, (_, row) => Math.floor(row / beams)),
    'int32',
  );
  const texts = (tokens: Int32Array) => tf.tensor2d(tokens, [tokens.length / LENGTH, LENGTH], 'int32');

  /** Position by position, with the keys and values of those before. */
  const cached = (from: tf.Tensor): DecodingStep => {
    let state = model.encode(parameters, from);
    return ({ tokens, position, continued }) => {
      const { logits, ...target } = model.next(parameters, {
        state,
        target: texts(tokens),
        position: tf.tensor1d([position], 'int32'),
        continued: tf.tensor1d(continued, 'int32'),
      });
      state = { ...state, ...target };
      return logits.dataSync<'float32'>();
    };
  };
  /** All positions at each call. */
  const recomputed =
    (from: tf.Tensor): DecodingStep =>
    ({ tokens, position }) =>
      tf.tidy(() => {
        const { logits } = model.apply(parameters, { source: from, target: texts(tokens) });
        return tf.slice(logits, [0, position, 0], [-1, 1, -1]).dataSync<'float32'>();
      });
  /** Both, of which the logits of all texts that are still open are compared at each call. */
  const compared = (from: tf.Tensor): DecodingStep & { readonly calls: number[] } => {
    const [step, expected] = [cached(from), recomputed(from)];
    const calls: number[] = [];
    const both = async (inputs: DecodingStepInputs) => {
      const [found, wanted] = [await step(inputs), await expected(inputs)];
      const width = found.length / (inputs.tokens.length / LENGTH);
      const isOpen = (row: number) => inputs.tokens[row * LENGTH + inputs.position] !== 0;
      const open = (logits: Float32Array) => logits.filter((_, at) => isOpen(Math.floor(at / width)));
      expectAllClose(open(found), open(wanted), { absolute: 1e-5 });
      calls.push(open(wanted).length / width);
      return found;
    };
    return Object.assign(both, { calls });
  };

  const decoding = { examples: EXAMPLES, length: LENGTH, start: START, end: END };

  it('with cached keys and values is full computation, greedily', async () => {
    const step = compared(source);
    const found = await greedyDecode(step, decoding);
    expect(found).toEqual(await greedyDecode(recomputed(source), decoding));
    expect(new Set(found.map((tokens) => tokens.join())).size).toBeGreaterThan(2);
    expect(step.calls[0]).toBe(EXAMPLES);
    expect(step.calls).toHaveLength(LENGTH);
  });

  it('with cached keys and values is full computation, with beams that change places', async () => {
    const many = tf.gather(source, rows);
    const step = compared(many);
    let moved = 0;
    const counting = (inputs: DecodingStepInputs) => {
      moved += inputs.continued.filter((from, row) => from !== row).length;
      return step(inputs);
    };
    const found = await beamDecode(counting, { ...decoding, beams });
    expect(found).toEqual(await beamDecode(recomputed(many), { ...decoding, beams }));
    expect(moved).toBeGreaterThan(EXAMPLES);
    expect(step.calls).toHaveLength(LENGTH);
  });
});
