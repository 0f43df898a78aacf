/** Times steps one after another. */

const WARM_UP = 0.2;

/**
 * Milliseconds of `count` steps after a fifth as many that don't count: their median and minimum.
 *
 * @param step takes a step, given its number; resolves when its result can be read
 */
export async function timed(step, count) {
  const warmUp = Math.ceil(count * WARM_UP);
  const times = [];
  for (let number = 0; number < warmUp + count; number++) {
    const before = performance.now();
    await step(number);
    times.push(performance.now() - before);
  }
  const measured = times.slice(warmUp);
  return { ms_per_step: median(measured), ms_min: Math.min(...measured), steps: count };
}

/** The middle number, or the mean of the two in the middle. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
