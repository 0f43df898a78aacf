import { pairedRatio, SIGNIFICANCE } from '@better-attention/statistics';
import { bySeed } from '../table/table-model.js';
import { capitalised, counted, mechanismLabel, pValue } from '../text/format.js';
import { pairOf } from '../training/differences.js';
import { mainSummaries } from '../training/summaries.js';
import type { TrainingTable } from '../training/training-table.js';
import { answered, type Question, tooFewSeeds, withoutRuns } from './evidence.js';

/**
 * Claim 5: faster than Standard. The ratio of times is the geometric mean of the seeds' ratios, tested and given an
 * interval on the logarithms; measured only where every run had the same engine, machine and neighbours.
 */
export function faster(
  { input, summaries, comparability }: TrainingTable,
  mechanism: string,
  { column, measure }: { readonly column: string; readonly measure: string },
): Question {
  const pair = pairOf(mainSummaries(summaries, input, column), mechanism);
  const question = { mechanism, measure, records: pair?.files ?? [] };
  if (!pair) return answered(question, 'not measured', withoutRuns(input, mechanism));
  if (!comparability.times) {
    const sentence = 'The runs used different engines, machines, versions or data: times don’t compare.';
    return answered(question, 'not measured', sentence);
  }
  const { mechanism: ours, standard, seeds } = pair;
  const { ratio, interval, p: uncorrected } = pairedRatio(bySeed(ours), bySeed(standard));
  if (!interval || uncorrected === undefined) {
    return answered(question, 'open', tooFewSeeds(mechanism, seeds));
  }
  const [low, high] = interval;
  return {
    ...question,
    numbers: { standard: standard.mean, mechanism: ours.mean, ratio, low, high, seeds: seeds.length },
    pValues: { p: uncorrected },
    answer: ({ p = 1 }) => {
      const sentence = `${capitalised(measure)} of ${mechanismLabel(mechanism)}: ${ratio.toFixed(2)} × Standard’s, 95 % interval ${low.toFixed(2)} to ${high.toFixed(2)} over ${counted(seeds.length, 'seed')} (corrected ${pValue(p)}).`;
      if (p >= SIGNIFICANCE) return { verdict: 'open', sentence };
      return { verdict: ratio < 1 ? 'supported' : 'contradicted', sentence };
    },
  };
}
