import { counted, percent, pValue, signed } from '../format.js';
import { differenceUnit, headlineOf, mechanismLabel } from '../report-table.js';
import { SIGNIFICANCE } from '../table/decisions.js';
import { answered, tooFewSeeds, withoutRuns } from './evidence.js';
/** Claim 3: the headline is like Standard's, by an equivalence test with the table's margin. */
export function performsLikeStandard(evidence, mechanism) {
  return differenceQuestion(evidence, mechanism, (tested) => {
    const { test, marginTest, margin } = tested;
    const limit = `${margin} ${differenceUnit(headlineOf(evidence.table))}`;
    return {
      numbers: { margin },
      pValues: { equivalenceP: marginTest.equivalence, beyondP: marginTest.beyond },
      answer: ({ equivalenceP: equivalence = 1, beyondP: beyond = 1 }) => {
        const measured = differenceText(evidence.table, tested);
        if (equivalence < SIGNIFICANCE) {
          return {
            verdict: 'supported',
            sentence: `${measured}: within the margin of ± ${limit} (equivalence, corrected ${pValue(equivalence)}).`,
          };
        }
        if (beyond < SIGNIFICANCE) {
          const direction = isBetter(evidence.table, test.mean) ? 'better' : 'worse';
          return {
            verdict: 'contradicted',
            sentence: `${measured}: ${direction} by more than the margin of ${limit} (corrected ${pValue(beyond)}).`,
          };
        }
        return {
          verdict: 'not decided',
          sentence: `${measured}: shown neither to lie within the margin of ± ${limit} (equivalence, corrected ${pValue(equivalence)}) nor beyond it.`,
        };
      },
    };
  });
}
/** Claim 4: the headline is better than Standard's, by a paired t test; the paper's “up to” stands beside the gain. */
export function outperformsStandard(evidence, mechanism, upTo) {
  return differenceQuestion(evidence, mechanism, (tested) => {
    const { test, standard } = tested;
    const better = isBetter(evidence.table, test.mean);
    const relative = Math.abs(test.mean / standard.mean);
    return {
      numbers: { relativeGain: better ? relative : -relative, claimedUpTo: upTo },
      pValues: { p: test.p },
      answer: ({ p = 1 }) => {
        const relation = `${percent(relative)} ${better ? 'better' : 'worse'} relative to Standard`;
        const sentence = `${differenceText(evidence.table, tested)}, ${relation} (corrected ${pValue(p)}); the paper says better by up to ${percent(upTo)}.`;
        if (p >= SIGNIFICANCE) return { verdict: 'not decided', sentence };
        return { verdict: better ? 'supported' : 'contradicted', sentence };
      },
    };
  });
}
function differenceQuestion({ table, built }, mechanism, ask) {
  const measure = `test ${headlineOf(table).label}`;
  const found = built.differences.find((difference) => difference.mechanism.mechanism === mechanism);
  if (!found) {
    const sentence = built.comparability.metrics
      ? withoutRuns(table, mechanism)
      : 'The runs used different data.';
    return answered({ mechanism, measure, records: [] }, 'not measured', sentence);
  }
  const { test, marginTest, files, seeds } = found;
  const question = { mechanism, measure, records: files };
  if (!test || !marginTest) return answered(question, 'not decided', tooFewSeeds(mechanism, seeds));
  const asked = ask({ ...found, test, marginTest });
  return { ...question, ...asked, numbers: { ...numbersOf(found, test), ...asked.numbers } };
}
function numbersOf(difference, test) {
  const { standard, mechanism, seeds, effect, signedRank, probabilityOfImprovement } = difference;
  return {
    standard: standard.mean,
    mechanism: mechanism.mean,
    difference: test.mean,
    low: test.interval[0],
    high: test.interval[1],
    seeds: seeds.length,
    probabilityOfImprovement,
    ...(effect !== undefined && { effect }),
    ...(signedRank && { signedRankP: signedRank.p }),
  };
}
function differenceText(table, { mechanism, test, seeds }) {
  const headline = headlineOf(table);
  const [difference, low, high] = [test.mean, ...test.interval].map((value) =>
    signed(value, headline.digits),
  );
  return `Test ${headline.label} of ${mechanismLabel(mechanism.mechanism)} − Standard: ${difference} ${differenceUnit(headline)}, 95 % interval ${low} to ${high} over ${counted(seeds.length, 'seed')}`;
}
function isBetter(table, difference) {
  return headlineOf(table).better === 'higher' ? difference > 0 : difference < 0;
}
