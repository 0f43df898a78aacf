import { contentsHash } from '../../dataset/contents.js';
import type { LoadOptions } from '../../dataset/dataset.js';
import { spreadPositions } from '../../dataset/limits.js';
import { isHeldOut } from '../../dataset/split.js';
import { type Digest, digestOf } from '../../origin/digest.js';
import type { SentencePair } from '../../text/sentence-pair.js';
import { type Standardisation, tokensOf } from '../../text/standardise.js';
import type { TokenCounter } from '../../text/token-counter.js';

/** The corpora of the translation set; a label is an index into it. */
export const CORPORA = ['anki', 'europarl'] as const;
/** The share of the pairs that is held out for testing. */
export const TEST = 0.15;

const REPORT_EVERY = 10_000;

/** A sentence pair and where it is from. */
export interface CorpusPair extends Omit<SentencePair, 'line'> {
  readonly corpus: 'anki' | 'europarl';
}

/** What is kept of the pairs of a part: the first tokens, as indices of the counters. */
export interface PairPart {
  readonly source: number[][];
  readonly target: number[][];
  readonly labels: number[];
  /** Digests of the tokens. */
  readonly english: string[];
  readonly spanish: string[];
  readonly pairs: CorpusPair[];
}

/** What is kept of both parts. */
export type PairParts = Record<'train' | 'test', PairPart>;

/**
 * Reads all pairs once: counts the tokens of those that are not held out, and keeps what becomes rows.
 *
 * @param name of the data set, for its progress
 */
export async function readPairs(
  name: string,
  corpora: Record<CorpusPair['corpus'], AsyncIterable<SentencePair>>,
  counters: { readonly english: TokenCounter; readonly spanish: TokenCounter },
  { length, standardisation }: { readonly length: number; readonly standardisation: Standardisation },
  { progress }: LoadOptions,
): Promise<{ readonly parts: PairParts; readonly contents: Digest }> {
  const empty = (): PairPart => ({ source: [], target: [], labels: [], english: [], spanish: [], pairs: [] });
  const parts: PairParts = { train: empty(), test: empty() };
  const contents = contentsHash();
  let done = 0;
  for (const [label, corpus] of CORPORA.entries()) {
    for await (const { english, spanish, line } of corpora[corpus]) {
      const source = tokensOf(english, 'english', standardisation);
      const target = tokensOf(`[start] ${spanish} [end]`, 'spanish', standardisation);
      const key = digestOf(source.join(' '));
      const side = isHeldOut(key, TEST) ? 'test' : 'train';
      const part = parts[side];
      part.source.push(counters.english.indices(source, side === 'train').slice(0, length));
      part.target.push(counters.spanish.indices(target, side === 'train').slice(0, length + 1));
      part.labels.push(label);
      part.english.push(key);
      part.spanish.push(digestOf(target.join(' ')));
      if (side === 'test') part.pairs.push({ english, spanish, corpus });
      const bytes = Buffer.byteLength(english) + Buffer.byteLength(spanish);
      contents.add(`${corpus} ${line} ${english}\t${spanish}`, bytes);
      if (++done % REPORT_EVERY === 0) progress?.({ activity: 'reading', name, done });
    }
  }
  return { parts, contents: contents.digest() };
}

/** A part of that many pairs, evenly spread over the corpora. */
export function limitedPairs(part: PairPart, limit: number | undefined): PairPart {
  if (limit === undefined) return part;
  const positions = [...spreadPositions(Int32Array.from(part.labels), limit)];
  const chosen = <T>(values: readonly T[]) =>
    values.length === 0 ? [] : positions.map((position) => values[position] as T);
  return {
    source: chosen(part.source),
    target: chosen(part.target),
    labels: chosen(part.labels),
    english: chosen(part.english),
    spanish: chosen(part.spanish),
    pairs: chosen(part.pairs),
  };
}
