/** When something began and ended, as records say it. */
export interface TimeSpan {
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Clocks that a span is read from; tests set them. */
export interface Clocks {
  /** Milliseconds since 1970, as the system has them; somebody may set them back. */
  readonly now: () => number;
  /** Milliseconds that only ever grow. */
  readonly passed: () => number;
}

const SYSTEM: Clocks = { now: () => Date.now(), passed: () => performance.now() };

/**
 * A span from now on. Its end is never before its start, and never nearer to it than the time that passed, even where the
 * system's clock is set back meanwhile: a record with such an end would be refused.
 *
 * @returns gives the span up to the time of the call
 */
export function timeSpan({ now, passed }: Clocks = SYSTEM): () => TimeSpan {
  const [start, mark] = [now(), passed()];
  return () => ({
    startedAt: new Date(start).toISOString(),
    finishedAt: new Date(Math.max(now(), start + passed() - mark)).toISOString(),
  });
}

/** The seconds from a span's start to its end. */
export function spanSeconds({ startedAt, finishedAt }: TimeSpan): number {
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
}
