import { capitalised, counted, pValue } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { pairedDifferences, pairedTTest } from '../statistics/paired.js';
import { SIGNIFICANCE } from '../table/decisions.js';
import { pairOf } from '../table/differences.js';
import { bySeed } from '../table/model.js';
import { answered, tooFewSeeds, withoutRuns } from './evidence.js';
/**
 * Claim 5: faster than Standard. The ratio of times is the geometric mean of the seeds' ratios, tested and given an
 * interval on the logarithms; measured only where every run had the same engine, machine and neighbours.
 */
export function faster({ table, built }, mechanism, { column, measure }) {
  const row = (name) =>
    built.summaries.find(
      (one) => one.column === column && one.mechanism === name && one.heads === table.heads,
    );
  const [standard, ours] = [row('standard'), row(mechanism)];
  const question = { mechanism, measure, records: [] };
  if (!standard || !ours) return answered(question, 'not measured', withoutRuns(table, mechanism));
  const { seeds, files } = pairOf(ours, standard);
  const paired = { ...question, records: files };
  if (!built.comparability.times) {
    const sentence = 'The runs used different engines, machines, versions or data: times don’t compare.';
    return answered(paired, 'not measured', sentence);
  }
  const test = pairedTTest(pairedDifferences(logarithms(ours), logarithms(standard)));
  if (!test) return answered(paired, 'not decided', tooFewSeeds(mechanism, seeds));
  const [ratio, low, high] = [test.mean, ...test.interval].map(Math.exp);
  return {
    ...paired,
    numbers: { standard: standard.mean, mechanism: ours.mean, ratio, low, high, seeds: seeds.length },
    pValues: { p: test.p },
    answer: ({ p = 1 }) => {
      const sentence = `${capitalised(measure)} of ${mechanismLabel(mechanism)}: ${ratio.toFixed(2)} × Standard’s, 95 % interval ${low.toFixed(2)} to ${high.toFixed(2)} over ${counted(seeds.length, 'seed')} (corrected ${pValue(p)}).`;
      if (p >= SIGNIFICANCE) return { verdict: 'not decided', sentence };
      return { verdict: ratio < 1 ? 'supported' : 'contradicted', sentence };
    },
  };
}
function logarithms(summary) {
  return new Map([...bySeed(summary)].map(([seed, value]) => [seed, Math.log(value)]));
}
