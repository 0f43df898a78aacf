import { PADDING } from './padding.js';

/** What a {@link DecodingStep} gets. */
export interface DecodingStepInputs {
  /** Target texts, of which only the tokens up to the position count: `[rows × length]`, 0 where there is none yet. */
  readonly tokens: Int32Array;
  /** 0, then 1, and so on. */
  readonly position: number;
  /** `[rows]`: the row of the call before whose text each text continues; at position 0, its own. */
  readonly continued: Int32Array;
}

/** The logits of the token after the position, `[rows × V]`. */
export type DecodingStep = (inputs: DecodingStepInputs) => Float32Array | Promise<Float32Array>;

/** Settings of {@link greedyDecode}. */
export interface DecodingOptions {
  /** How many texts are decoded at once. */
  readonly examples: number;
  /** The length of the step's texts, the start token included; so many tokens are chosen at most, the end included. */
  readonly length: number;
  /** The token that all texts start with. */
  readonly start: number;
  /** The token after which a text is finished. */
  readonly end: number;
}

/** Settings of {@link beamDecode}. */
export interface BeamOptions extends DecodingOptions {
  /** How many candidates are kept for each text. */
  readonly beams: number;
  /** p: finished candidates are ranked by log-probability / (tokens, the end included)^p (default 1). */
  readonly lengthPenalty?: number;
}

interface Candidate {
  /** Which of its text's candidates, one token earlier, it continues. */
  readonly beam: number;
  /** Without the start token. */
  readonly tokens: readonly number[];
  readonly logProbability: number;
}

/** The candidates of one text. */
interface Search {
  readonly open: readonly Candidate[];
  readonly finished: readonly Candidate[];
}

/**
 * The most probable token after another, for each text until its end token.
 *
 * @param step called with a row for each text
 * @returns the tokens of each text, without start and end
 */
export function greedyDecode(step: DecodingStep, options: DecodingOptions): Promise<number[][]> {
  return beamDecode(step, { ...options, beams: 1 });
}

/**
 * Beam search: of all continuations of a text's candidates the most probable `beams` are kept, until as many have
 * ended or the length is used up. Padding and the start token are never chosen; among equals, the first is.
 *
 * @param step called with `examples · beams` rows each time, those of one text side by side
 * @returns the best-ranked candidate of each text, without start and end
 */
export async function beamDecode(step: DecodingStep, options: BeamOptions): Promise<number[][]> {
  const { examples, length, end, beams, lengthPenalty = 1 } = options;
  let searches: Search[] = Array.from({ length: examples }, () => ({
    open: [{ beam: 0, tokens: [], logProbability: 0 }],
    finished: [],
  }));
  for (let position = 0; position < length && searches.some(({ open }) => open.length > 0); position++) {
    const logits = await step({ ...rowsOf(searches, options), position });
    const width = vocabularySize(logits, examples * beams);
    searches = searches.map((search, example) =>
      advance(search, options, (beam) => {
        const row = example * beams + beam;
        return logits.subarray(row * width, (row + 1) * width);
      }),
    );
  }
  const rank = ({ tokens, logProbability }: Candidate) => logProbability / tokens.length ** lengthPenalty;
  return searches.map(({ open, finished }) => {
    const best = [...finished, ...open].reduce((one, other) => (rank(other) > rank(one) ? other : one));
    return best.tokens.filter((token) => token !== end);
  });
}

/** The texts of all open candidates, one a row; rows without a candidate hold the start token alone. */
function rowsOf(
  searches: readonly Search[],
  { length, start, beams }: BeamOptions,
): Pick<DecodingStepInputs, 'tokens' | 'continued'> {
  const tokens = new Int32Array(searches.length * beams * length).fill(PADDING);
  const continued = Int32Array.from({ length: searches.length * beams }, (_, row) => row);
  searches.forEach(({ open }, example) => {
    for (let beam = 0; beam < beams; beam++) {
      const row = example * beams + beam;
      const candidate = open[beam];
      tokens.set([start, ...(candidate?.tokens ?? [])], row * length);
      if (candidate !== undefined) continued[row] = example * beams + candidate.beam;
    }
  });
  return { tokens, continued };
}

/** A search one token later. */
function advance(
  { open, finished }: Search,
  { start, end, beams }: BeamOptions,
  logitsOf: (beam: number) => Float32Array,
): Search {
  const continued = open
    .flatMap(({ tokens, logProbability }, beam) => {
      const allowed = new Float64Array(logitsOf(beam));
      allowed[PADDING] = allowed[start] = -Infinity;
      const normaliser = logSumExp(allowed);
      return highest(allowed, beams + 1).map((token) => ({
        beam,
        tokens: [...tokens, token],
        logProbability: logProbability + (allowed[token] as number) - normaliser,
      }));
    })
    .sort((one, other) => other.logProbability - one.logProbability);
  const ended = continued.slice(0, beams).filter(({ tokens }) => tokens.at(-1) === end);
  const all = [...finished, ...ended];
  const still = continued.filter(({ tokens }) => tokens.at(-1) !== end).slice(0, beams);
  return { open: all.length >= beams ? [] : still, finished: all };
}

function vocabularySize({ length }: Float32Array, rows: number): number {
  if (length > 0 && length % rows === 0) return length / rows;
  throw new Error(`decoding: expected as many logits for each of ${rows} rows, got ${length} numbers`);
}

function logSumExp(values: Float64Array): number {
  const largest = values.reduce((one, other) => Math.max(one, other), -Infinity);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

/** The positions of the `count` largest finite values, from the largest on; of equal values, the first comes first. */
function highest(values: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let position = 0; position < values.length; position++) {
    const value = values[position] as number;
    if (value === -Infinity) continue;
    if (found.length === count && value <= (values[found[count - 1] as number] as number)) continue;
    const at = found.findIndex((other) => (values[other] as number) < value);
    found.splice(at < 0 ? found.length : at, 0, position);
    found.length = Math.min(found.length, count);
  }
  return found;
}
