import { completeRuns, headlineOf } from '../input/tables.js';
import { counted, percent } from '../text/format.js';
import type { Difference } from '../training/differences.js';
import { testSetText } from '../training/test-set-text.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding } from '../verdicts/finding.js';
import { BESIDE, type Decision, LIKE_STANDARD, OUTPERFORMS, type Question } from '../verdicts/hypotheses.js';
import { hoursText, missingHours, type OpenFinding, seedsText, seedsToDecide } from '../verdicts/seeds.js';
import { answered, tooFewSeeds, withoutRuns } from './evidence.js';
import {
  aheadText,
  betterPositive,
  differenceText,
  likeText,
  pilotText,
  type Tested,
} from './performance-text.js';
import { claimedSize, sizesText } from './sizes.js';

/** What a hypothesis adds to what every difference says. */
interface Asked {
  readonly hypothesis: Question;
  /** The decision in words, without a full stop. */
  say(tested: Tested, decision: Decision): string;
  /** What else it asks of the same runs. */
  also?(tested: Tested): Pick<Finding, 'sizes' | 'numbers'> & { readonly sentence: string };
}

/** Claim 3: the headline is like Standard's, within the table's margin. */
export function performsLikeStandard(table: TrainingTable, mechanism: string): Finding {
  if (!table.input.equivalence) {
    const measure = `test ${headlineOf(table.input).label}`;
    const sentence =
      'The experiment states no margin (`equivalence`) within which a difference counts as none.';
    return answered({ mechanism, measure, records: [] }, 'not measured', sentence);
  }
  return differenceQuestion(table, mechanism, {
    hypothesis: LIKE_STANDARD,
    say: (tested, decision) => likeText(table.input, tested, decision),
  });
}

/** Claim 4: the headline is better than Standard's, and by how much. */
export function outperformsStandard(
  table: TrainingTable,
  mechanism: string,
  shares: readonly number[],
): Finding {
  const headline = headlineOf(table.input);
  return differenceQuestion(table, mechanism, {
    hypothesis: OUTPERFORMS,
    say: (tested, decision) => aheadText(table.input, tested, decision),
    also: (tested) => {
      const { family } = tested.correction;
      const sizes = shares.map((share) => claimedSize(tested, headline, { share, family }));
      const gain = betterPositive(table.input, tested.comparison.test).mean / tested.standard.mean;
      return { sizes, numbers: { relativeGain: gain }, sentence: sizesText(sizes) };
    },
  });
}

/** A mechanism that no claim is about: is the headline ahead of Standard's, behind it, or as good? */
export function besideStandard(table: TrainingTable, mechanism: string): Finding {
  return differenceQuestion(table, mechanism, {
    hypothesis: BESIDE,
    say: (tested, decision) => aheadText(table.input, tested, decision),
  });
}

function differenceQuestion(
  { input, differences, comparability }: TrainingTable,
  mechanism: string,
  { hypothesis, say, also }: Asked,
): Finding {
  const measure = `test ${headlineOf(input).label}`;
  const found = differences.find((difference) => difference.mechanism.mechanism === mechanism);
  if (!found) {
    const sentence = comparability.metrics ? withoutRuns(input, mechanism) : 'The runs used different data.';
    return answered({ mechanism, measure, records: [] }, 'not measured', sentence);
  }
  const { comparison, correction, files, seeds, pilot } = found;
  const atHand = pilot ? 0 : seeds.length;
  const question = { mechanism, measure, records: files, word: 'open' as const, atHand };
  if (!comparison || !correction) return answered(question, 'open', tooFewSeeds(mechanism, seeds));
  const tested = { ...found, comparison, correction };
  const oriented = betterPositive(input, comparison.test);
  const decision = pilot
    ? UNDECIDED
    : hypothesis.decide({ comparison, correction, isBetter: oriented.mean > 0 });
  const needed =
    decision.verdict === 'open'
      ? seedsToDecide(oriented, hypothesis.rule(found.margin, correction.family))
      : undefined;
  const open = needed && { seedsToDecide: needed, coreHoursPerSeed: coreHoursPerSeed(input, found) };
  const more = pilot ? undefined : also?.(tested);
  const sentences = [
    `${differenceText(input, tested)}.`,
    `${pilot ? pilotText(seeds) : say(tested, decision)}.`,
    testSetText(input, found),
    needed &&
      `${seedsText(needed)} with ${percent(needed.power)} power; ${counted(seeds.length, 'seed')} at hand.`,
    open && hoursSentence({ ...question, ...open, verdict: decision.verdict }),
    more?.sentence,
  ];
  return answered(
    {
      ...question,
      word: decision.word,
      numbers: { ...numbersOf(tested), ...more?.numbers },
      ...(more?.sizes && { sizes: more.sizes }),
      ...open,
    },
    decision.verdict,
    sentences.filter(Boolean).join(' '),
  );
}

/** `Those that are missing train for 3 hours of one core, Standard’s among them.` */
function hoursSentence(finding: OpenFinding): string {
  const missing = missingHours(finding);
  return missing
    ? `Those that are missing train for ${hoursText(missing)} of one core, Standard’s among them.`
    : '';
}

function coreHoursPerSeed(input: TrainingTable['input'], { files, seeds }: Difference): number {
  const runs = [...completeRuns(input)].filter(([file]) => files.includes(file));
  const seconds = runs.reduce((sum, [, { trainSeconds, engine }]) => sum + trainSeconds * engine.threads, 0);
  return seconds / 3600 / seeds.length;
}

const UNDECIDED: Decision = { verdict: 'open', word: 'open' };

function numbersOf({ correction, comparison, ...difference }: Tested): Record<string, number> {
  const { standard, mechanism, seeds, effect, signedRank, probabilityOfImprovement, margin } = difference;
  const { testSet } = difference;
  const { test, marginTest } = comparison;
  return {
    standard: standard.mean,
    mechanism: mechanism.mean,
    difference: test.mean,
    low: test.interval[0],
    high: test.interval[1],
    seeds: seeds.length,
    datasets: correction.family.datasets,
    mechanisms: correction.family.mechanisms,
    p: test.p,
    pCorrected: correction.p,
    ...(margin !== undefined && { margin }),
    ...(marginTest && { equivalenceP: marginTest.equivalence, beyondP: marginTest.beyond }),
    ...(correction.equivalence !== undefined && { equivalencePCorrected: correction.equivalence }),
    ...(correction.beyond !== undefined && { beyondPCorrected: correction.beyond }),
    probabilityOfImprovement,
    ...(effect !== undefined && { effect }),
    ...(signedRank && { signedRankP: signedRank.p }),
    ...(testSet && {
      testExamples: testSet.examples,
      testSetLow: testSet.interval[0],
      testSetHigh: testSet.interval[1],
    }),
  };
}
