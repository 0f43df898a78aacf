/** A sentence in both languages. */
export interface SentencePair {
  readonly english: string;
  readonly spanish: string;
  /** Its line, from 1. */
  readonly line: number;
}

/** A line without a pair. */
export interface SkippedPair {
  readonly line: number;
  readonly reason: 'without a side' | 'markup' | 'not readable';
}

/** What {@link readAnki} and {@link readEuroparl} take besides the paths. */
export interface PairReadOptions {
  /** Called for each line that is left out. */
  readonly skipped?: ((pair: SkippedPair) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}
