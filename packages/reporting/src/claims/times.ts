import { pairedRatio, SIGNIFICANCE } from '@better-attention/statistics';
import { bySeed } from '../table/table-model.js';
import { capitalised, counted, mechanismLabel, pValue } from '../text/format.js';
import { pairOf } from '../training/differences.js';
import { mainSummaries } from '../training/summaries.js';
import type { TrainingTable } from '../training/training-table.js';
import { answered, type Question, tooFewSeeds, withoutRuns } from './evidence.js';

/** A column of times, and what takes them. */
export interface TimeColumn {
  readonly column: string;
  readonly measure: string;
}

/**
 * Claim 5: faster than Standard. The ratio of times is the geometric mean of the seeds' ratios, tested and given an
 * interval on the logarithms; measured only where every run had the same engine, machine and neighbours.
 */
export function faster(
  { input, summaries, comparability }: TrainingTable,
  mechanism: string,
  { column, measure }: TimeColumn,
): Question {
  const rows = mainSummaries(summaries, input, column);
  const [standard, ours] = ['standard', mechanism].map((name) => rows.find((row) => row.mechanism === name));
  const question = { mechanism, measure, records: [] };
  if (!standard || !ours) return answered(question, 'not measured', withoutRuns(input, mechanism));
  const { seeds, files } = pairOf(ours, standard);
  const paired = { ...question, records: files };
  if (!comparability.times) {
    const sentence = 'The runs used different engines, machines, versions or data: times don’t compare.';
    return answered(paired, 'not measured', sentence);
  }
  const { ratio, interval, p: uncorrected } = pairedRatio(bySeed(ours), bySeed(standard));
  if (!interval || uncorrected === undefined) {
    return answered(paired, 'not decided', tooFewSeeds(mechanism, seeds));
  }
  const [low, high] = interval;
  return {
    ...paired,
    numbers: { standard: standard.mean, mechanism: ours.mean, ratio, low, high, seeds: seeds.length },
    pValues: { p: uncorrected },
    answer: ({ p = 1 }) => {
      const sentence = `${capitalised(measure)} of ${mechanismLabel(mechanism)}: ${ratio.toFixed(2)} × Standard’s, 95 % interval ${low.toFixed(2)} to ${high.toFixed(2)} over ${counted(seeds.length, 'seed')} (corrected ${pValue(p)}).`;
      if (p >= SIGNIFICANCE) return { verdict: 'not decided', sentence };
      return { verdict: ratio < 1 ? 'supported' : 'contradicted', sentence };
    },
  };
}
