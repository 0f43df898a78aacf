import { setImmediate } from 'node:timers/promises';
import { median } from '@better-attention/statistics';
import type { Trainer } from '../engine/engine.js';
import { type Examples, inOrder, weightedBatch } from './batches.js';

const WARM_UP = 3;
const REPEATS = 50;
/** Of the repeats together, after which no further one begins. */
const MILLISECONDS = 5_000;
const FEWEST = 5;

/** How the passes are timed. */
export interface InferenceOptions {
  readonly batchSize: number;
  /** Ends the timing between two passes: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How many passes {@link inferenceTime} takes where each takes so many seconds. */
export function inferencePasses(seconds: number): number {
  const repeats = Math.floor(MILLISECONDS / 1000 / seconds) + 1;
  return WARM_UP + Math.min(REPEATS, Math.max(FEWEST, repeats));
}

/**
 * Milliseconds of one pass over a batch without dropout: the median of 50 after 3 to warm up, or of at least 5 where 50
 * would take longer than 5 s.
 */
export async function inferenceTime(
  trainer: Trainer,
  examples: Examples,
  { batchSize, signal }: InferenceOptions,
): Promise<number> {
  const batch = await weightedBatch(examples, inOrder(examples.size), batchSize, 0);
  const timed = async () => {
    await setImmediate();
    signal?.throwIfAborted();
    const started = performance.now();
    await trainer.evaluate(batch);
    return performance.now() - started;
  };
  for (let pass = 0; pass < WARM_UP; pass++) await timed();
  const times: number[] = [];
  const started = performance.now();
  while (times.length < REPEATS) {
    if (times.length >= FEWEST && performance.now() - started > MILLISECONDS) break;
    times.push(await timed());
  }
  return median(times);
}
