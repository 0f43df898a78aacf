/** A sentence in both languages. */
export interface SentencePair {
  english: string;
  spanish: string;
  /** Its line, from 1. */
  line: number;
}

/** A line that holds no pair. */
export interface SkippedPair {
  line: number;
  reason: 'without a side' | 'markup' | 'not readable';
}

/** What {@link readAnki} and {@link readEuroparl} take besides the paths. */
export interface PairReadOptions {
  /** Called for each line that is left out. */
  skipped?: ((pair: SkippedPair) => void) | undefined;
  signal?: AbortSignal | undefined;
}
