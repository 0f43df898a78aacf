import { tokenise13a } from './tokenise-13a.js';
import { VERSION } from './version.js';
import { trimEnd } from './white-space.js';

/** What is scored, and how. */
export interface BleuOptions {
  /** The translations, a detokenised sentence each. */
  readonly hypotheses: readonly string[];
  /** The reference of each hypothesis, or its references, in the order of the hypotheses. */
  readonly references: readonly (string | readonly string[])[];
  /** Whether both are lower-cased first; false by default. */
  readonly lowercase?: boolean;
  /**
   * Whether only those orders count that the hypotheses are long enough for; false by default. It makes the BLEU
   * of a single sentence shorter than four tokens other than 0.
   */
  readonly effectiveOrder?: boolean;
}

/** What BLEU counts of sentences; a corpus has the sums of its sentences'. Lists have an entry for each order of n-grams, 1 to 4. */
export interface BleuCounts {
  /** Tokens of all hypotheses. */
  readonly hypothesisLength: number;
  /** Tokens of the references, of each sentence's the one nearest in length to its hypothesis. */
  readonly referenceLength: number;
  /** N-grams of the hypotheses that a reference of the same sentence has. */
  readonly counts: readonly number[];
  /** N-grams of the hypotheses. */
  readonly totals: readonly number[];
}

/** BLEU and what it is made of. Lists have an entry for each order of n-grams, 1 to 4. */
export interface BleuScore extends BleuCounts {
  /** From 0 to 100, up to the rounding of float64. */
  readonly score: number;
  /** Matches per cent of n-grams, smoothed; all 0 where nothing matches. */
  readonly precisions: readonly number[];
  /** From 0 to 1; below 1 where the hypotheses are shorter than the references. */
  readonly brevityPenalty: number;
  /** The settings as sacreBLEU prints them; its `version` names this package. */
  readonly signature: string;
}

const ORDERS: readonly number[] = [1, 2, 3, 4];

interface TokenisedSentence {
  readonly hypothesis: readonly string[];
  readonly references: readonly (readonly string[])[];
}

/**
 * BLEU of a corpus by sacreBLEU's definition:
 *
 *     BLEU = 100 · min(1, exp(1 − r / c)) · (p₁ · p₂ · p₃ · p₄)^(1/4)
 *
 * with c tokens in the hypotheses, r in the references nearest to them in length (the shorter of two equally near),
 * and p_n the share of the hypotheses' n-grams that match. An n-gram matches as often as the reference that has it
 * most. The k-th order without a match counts as 1 / 2^k matches (“exp” smoothing); BLEU is 0 where no order has a
 * match, or the hypotheses have no n-gram of an order.
 *
 * Sources: Papineni et al., “BLEU: a Method for Automatic Evaluation of Machine Translation”, ACL 2002,
 * https://aclanthology.org/P02-1040; Post, “A Call for Clarity in Reporting BLEU Scores”, WMT 2018,
 * https://aclanthology.org/W18-6319; Chen & Cherry, “A Systematic Comparison of Smoothing Techniques for
 * Sentence-Level BLEU”, WMT 2014, https://aclanthology.org/W14-3346, method 3.
 *
 * @throws RangeError without hypotheses, with another number of references, or with none for a sentence
 * @throws TypeError when a sentence isn't a string
 */
export function bleu(options: BleuOptions): BleuScore {
  const { lowercase = false, effectiveOrder = false } = options;
  const sentences = tokenisedSentences(options);
  const counted = summedCounts(sentences.map(countsOf));
  return {
    ...bleuOfCounts(counted, { effectiveOrder }),
    ...counted,
    signature: [
      `nrefs:${numberOfReferences(sentences)}`,
      `case:${lowercase ? 'lc' : 'mixed'}`,
      `eff:${effectiveOrder ? 'yes' : 'no'}`,
      'tok:13a',
      'smooth:exp',
      `version:${VERSION}`,
    ].join('|'),
  };
}

/**
 * What {@link bleu} counts of each sentence, in their order. The BLEU of any choice of them, as a bootstrap makes, follows
 * from their {@link summedCounts} by {@link bleuOfCounts}.
 *
 * @throws what {@link bleu} throws
 */
export function bleuCounts(options: Omit<BleuOptions, 'effectiveOrder'>): BleuCounts[] {
  return tokenisedSentences(options).map(countsOf);
}

/** The sums of what is counted of sentences. */
export function summedCounts(sentences: Iterable<BleuCounts>): BleuCounts {
  const [counts, totals] = [ORDERS.map(() => 0), ORDERS.map(() => 0)];
  let [hypothesisLength, referenceLength] = [0, 0];
  for (const sentence of sentences) {
    for (let order = 0; order < ORDERS.length; order++) {
      counts[order] = (counts[order] as number) + (sentence.counts[order] as number);
      totals[order] = (totals[order] as number) + (sentence.totals[order] as number);
    }
    hypothesisLength += sentence.hypothesisLength;
    referenceLength += sentence.referenceLength;
  }
  return { counts, totals, hypothesisLength, referenceLength };
}

/** BLEU from the sums of what is counted of sentences, see {@link summedCounts}. */
export function bleuOfCounts(
  { counts, totals, hypothesisLength, referenceLength }: BleuCounts,
  { effectiveOrder = false }: Pick<BleuOptions, 'effectiveOrder'> = {},
): Pick<BleuScore, 'score' | 'precisions' | 'brevityPenalty'> {
  const brevityPenalty =
    hypothesisLength < referenceLength ? Math.exp(1 - referenceLength / hypothesisLength) : 1;
  const matched = sum(counts) > 0;
  const precisions = matched ? smoothedPrecisions(counts, totals) : ORDERS.map(() => 0);
  const scored = effectiveOrder ? precisions.filter((precision) => precision > 0) : precisions;
  return {
    score: matched ? brevityPenalty * Math.exp(sum(scored.map(Math.log)) / scored.length) : 0,
    precisions,
    brevityPenalty,
  };
}

function countsOf(sentence: TokenisedSentence): BleuCounts {
  const { length } = sentence.hypothesis;
  return {
    counts: ORDERS.map((order) => matches(sentence, order)),
    totals: ORDERS.map((order) => Math.max(0, length - order + 1)),
    hypothesisLength: length,
    referenceLength: nearestReferenceLength(sentence),
  };
}

function tokenisedSentences({ hypotheses, references, lowercase = false }: BleuOptions): TokenisedSentence[] {
  if (hypotheses.length === 0) throw new RangeError('bleu: expected at least one hypothesis, got none');
  if (references.length !== hypotheses.length) {
    throw new RangeError(
      `bleu: expected references for each of ${hypotheses.length} hypotheses, got ${references.length}; ` +
        'give one entry a hypothesis, a list where it has several references',
    );
  }
  const tokens = (text: string, where: string) => {
    if (typeof text !== 'string') throw new TypeError(`bleu: ${where}: expected a string, got ${text}`);
    return tokenise13a(trimEnd(lowercase ? text.toLowerCase() : text));
  };
  return hypotheses.map((hypothesis, at) => {
    const given = references[at] ?? [];
    const ofSentence = typeof given === 'string' ? [given] : given;
    if (ofSentence.length === 0) {
      throw new RangeError(`bleu: references[${at}]: expected at least one reference, got none`);
    }
    return {
      hypothesis: tokens(hypothesis, `hypotheses[${at}]`),
      references: ofSentence.map((reference) => tokens(reference, `references[${at}]`)),
    };
  });
}

/** How many n-grams of the hypothesis match, each at most as often as the reference that has it most. */
function matches({ hypothesis, references }: TokenisedSentence, order: number): number {
  const most = new Map<string, number>();
  for (const reference of references) {
    for (const [ngram, times] of ngrams(reference, order)) {
      most.set(ngram, Math.max(times, most.get(ngram) ?? 0));
    }
  }
  return sum([...ngrams(hypothesis, order)].map(([ngram, times]) => Math.min(times, most.get(ngram) ?? 0)));
}

/** How often the tokens have each n-gram, by its tokens with spaces between them. */
function ngrams(tokens: readonly string[], order: number): Map<string, number> {
  const times = new Map<string, number>();
  for (let end = order; end <= tokens.length; end += 1) {
    const ngram = tokens.slice(end - order, end).join(' ');
    times.set(ngram, (times.get(ngram) ?? 0) + 1);
  }
  return times;
}

function nearestReferenceLength({ hypothesis, references }: TokenisedSentence): number {
  const distance = (length: number) => Math.abs(length - hypothesis.length);
  return references
    .map((reference) => reference.length)
    .reduce((nearest, length) => {
      const difference = distance(length) - distance(nearest);
      return difference < 0 || (difference === 0 && length < nearest) ? length : nearest;
    });
}

function smoothedPrecisions(counts: readonly number[], totals: readonly number[]): number[] {
  let unmatched = 0;
  return totals.map((total, at) => {
    const count = counts[at] ?? 0;
    if (total === 0) return 0;
    if (count > 0) return (100 * count) / total;
    unmatched += 1;
    return 100 / (2 ** unmatched * total);
  });
}

/** References a sentence, `var` where that differs. */
function numberOfReferences(sentences: readonly TokenisedSentence[]): number | 'var' {
  const [number = 0, ...others] = new Set(sentences.map(({ references }) => references.length));
  return others.length === 0 ? number : 'var';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
