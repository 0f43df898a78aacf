import { type MarginTest, type PairedTest, SIGNIFICANCE } from '@better-attention/statistics';
import { differenceUnit } from '../input/metrics.js';
import { headlineOf, type TrainingTableInput } from '../input/tables.js';
import { counted, mechanismLabel, percent, pValue, signed } from '../text/format.js';
import type { Difference } from '../training/differences.js';
import type { TrainingTable } from '../training/training-table.js';
import { answered, type Question, tooFewSeeds, withoutRuns } from './evidence.js';

type Tested = Difference & { readonly test: PairedTest; readonly marginTest: MarginTest };

/** Claim 3: the headline is like Standard's, by an equivalence test with the table's margin. */
export function performsLikeStandard(table: TrainingTable, mechanism: string): Question {
  return differenceQuestion(table, mechanism, (tested) => {
    const { test, marginTest, margin } = tested;
    const limit = `${margin} ${differenceUnit(headlineOf(table.input))}`;
    return {
      numbers: { margin },
      pValues: { equivalenceP: marginTest.equivalence, beyondP: marginTest.beyond },
      answer: ({ equivalenceP: equivalence = 1, beyondP: beyond = 1 }) => {
        const measured = differenceText(table.input, tested);
        const direction = isBetter(table.input, test.mean) ? 'better' : 'worse';
        const inside = `within the margin of ± ${limit} (equivalence, corrected ${pValue(equivalence)})`;
        const outside = `${direction} by more than the margin of ${limit} (corrected ${pValue(beyond)})`;
        if (equivalence < SIGNIFICANCE) {
          return { verdict: 'supported', sentence: `${measured}: ${inside}.` };
        }
        if (beyond < SIGNIFICANCE) {
          return { verdict: 'contradicted', sentence: `${measured}: ${outside}.` };
        }
        return {
          verdict: 'open',
          sentence: `${measured}: shown neither to lie ${inside} nor beyond it.`,
        };
      },
    };
  });
}

/** Claim 4: the headline is better than Standard's, by a paired t test; the paper's “up to” stands beside the gain. */
export function outperformsStandard(table: TrainingTable, mechanism: string, upTo: number): Question {
  return differenceQuestion(table, mechanism, (tested) => {
    const { test, standard } = tested;
    const better = isBetter(table.input, test.mean);
    const relative = Math.abs(test.mean / standard.mean);
    return {
      numbers: { relativeGain: better ? relative : -relative, claimedUpTo: upTo },
      pValues: { p: test.p },
      answer: ({ p = 1 }) => {
        const relation = `${percent(relative)} ${better ? 'better' : 'worse'} relative to Standard`;
        const sentence = `${differenceText(table.input, tested)}, ${relation} (corrected ${pValue(p)}); the paper says better by up to ${percent(upTo)}.`;
        if (p >= SIGNIFICANCE) return { verdict: 'open', sentence };
        return { verdict: better ? 'supported' : 'contradicted', sentence };
      },
    };
  });
}

function differenceQuestion(
  { input, differences, comparability }: TrainingTable,
  mechanism: string,
  ask: (tested: Tested) => Pick<Question, 'numbers' | 'pValues' | 'answer'>,
): Question {
  const measure = `test ${headlineOf(input).label}`;
  const found = differences.find((difference) => difference.mechanism.mechanism === mechanism);
  if (!found) {
    const sentence = comparability.metrics ? withoutRuns(input, mechanism) : 'The runs used different data.';
    return answered({ mechanism, measure, records: [] }, 'not measured', sentence);
  }
  const { test, marginTest, files, seeds } = found;
  const question = { mechanism, measure, records: files };
  if (!test || !marginTest) return answered(question, 'open', tooFewSeeds(mechanism, seeds));
  const asked = ask({ ...found, test, marginTest });
  return { ...question, ...asked, numbers: { ...numbersOf(found, test), ...asked.numbers } };
}

function numbersOf(difference: Difference, test: PairedTest): Record<string, number> {
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

function differenceText(table: TrainingTableInput, { mechanism, test, seeds }: Tested): string {
  const headline = headlineOf(table);
  const [difference, low, high] = [test.mean, ...test.interval].map((value) =>
    signed(value, headline.digits),
  );
  return `Test ${headline.label} of ${mechanismLabel(mechanism.mechanism)} − Standard: ${difference} ${differenceUnit(headline)}, 95 % interval ${low} to ${high} over ${counted(seeds.length, 'seed')}`;
}

function isBetter(table: TrainingTableInput, difference: number): boolean {
  return headlineOf(table).better === 'higher' ? difference > 0 : difference < 0;
}
