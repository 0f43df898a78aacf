import { mean, meanInterval, standardDeviation } from '@better-attention/statistics';
import type { Summary } from './table-model.js';

/** The seeds that all summaries have, in the order of the first; none without summaries. */
export function commonSeeds(summaries: readonly Summary[]): number[] {
  const [first, ...others] = summaries;
  return (first?.seeds ?? []).filter((seed) => others.every(({ seeds }) => seeds.includes(seed)));
}

/** A summary of some of its seeds alone, in their order; itself where they are all of them. */
export function ofSeeds(summary: Summary, chosen: readonly number[]): Summary {
  if (chosen.length === summary.seeds.length) return summary;
  const at = chosen.map((seed) => summary.seeds.indexOf(seed));
  const values = at.map((position) => summary.values[position] as number);
  return {
    ...summary,
    seeds: chosen,
    values,
    files: at.map((position) => summary.files[position] as string),
    mean: mean(values),
    standardDeviation: standardDeviation(values),
    interval: meanInterval(values),
  };
}
