import type { Phase } from '@better-attention/records';
import { type DecisionRule, type PairedRatio, SIGNIFICANCE } from '@better-attention/statistics';
import { CONTROL, type Contest, ratioIn } from '../speed/contests.js';
import { PAPERS_SIZES, type SpeedTable } from '../speed/speed-table.js';
import { batchText, ratioText } from '../speed/speed-text.js';
import { capitalised, counted, listed, mechanismLabel, percent, pValue } from '../text/format.js';
import { THREE } from '../verdicts/claimed.js';
import { correctedWithin, type Family, familyOf, testText } from '../verdicts/families.js';
import type { Finding } from '../verdicts/finding.js';
import { seedsText, seedsToDecide } from '../verdicts/seeds.js';
import { answered } from './evidence.js';

const PHASES: readonly Phase[] = ['training', 'inference'];

const NO_TEST = 'No test of fewer than three repetitions, so at least 1 more repetition would decide it.';

/** A mechanism's ratio in a contest. */
interface Part {
  readonly contest: Contest;
  readonly ratio: PairedRatio;
}

/** A mechanism in a phase, at the paper's own sizes and at others. */
interface Comparison {
  readonly mechanism: string;
  readonly phase: Phase;
  readonly papers: readonly Part[];
  readonly others: readonly Part[];
}

/**
 * Claim 5: faster than Standard, of each mechanism in each phase, at the sizes of the paper on each number of threads.
 * Shown where it is faster on each (t tests on the logarithms of the ratios over processes, intersection–union);
 * contradicted where it is shown to be slower on one, corrected over the whole claim. Other sizes stand beside it.
 */
export function fasterInTurns(speeds: readonly SpeedTable[], table: string): Finding[] {
  const family = familyOf(table, { mechanisms: THREE.length, phases: PHASES.length });
  const comparisons = PHASES.flatMap((phase) =>
    THREE.map((mechanism) => comparisonOf(speeds, { table, phase, mechanism })),
  );
  const slower = comparisons.map(({ papers }) => slowerOnOne(papers));
  const corrected = correctedWithin(family, slower);
  return comparisons.map((comparison, at) =>
    questionOf(speeds, comparison, { family, slower: slower[at], corrected: corrected[at] as number }),
  );
}

function comparisonOf(
  speeds: readonly SpeedTable[],
  { table, phase, mechanism }: { readonly table: string; readonly phase: Phase; readonly mechanism: string },
): Comparison {
  const parts = speeds.flatMap(({ contests }) =>
    contests
      .filter((one) => one.model.table === table && one.phase === phase)
      .flatMap((contest): Part[] => {
        const ratio = ratioIn(contest.times, mechanism);
        return ratio ? [{ contest, ratio }] : [];
      }),
  );
  const isPapers = ({ contest }: Part) => contest.model.sizes.includes(PAPERS_SIZES);
  return {
    mechanism,
    phase,
    papers: parts.filter(isPapers),
    others: parts.filter((part) => !isPapers(part)),
  };
}

/** p of being slower on one number of threads at least, by Bonferroni's correction; none where that can't be tested. */
function slowerOnOne(parts: readonly Part[]): number | undefined {
  const values = parts.map(({ contest, ratio: { ratio, p } }) => {
    if (p === undefined || contest.disturbed) return 1;
    return ratio > 1 ? p / 2 : 1 - p / 2;
  });
  return values.length > 0 ? Math.min(1, values.length * Math.min(...values)) : undefined;
}

/** p of being faster on each number of threads: the largest of theirs, two-sided. */
function fasterOnAll(parts: readonly Part[]): number {
  return Math.max(...parts.map(({ ratio: { ratio, p } }) => (ratio < 1 ? (p ?? 1) : 1)));
}

interface Tested {
  readonly family: Family;
  readonly slower: number | undefined;
  readonly corrected: number;
}

function questionOf(speeds: readonly SpeedTable[], comparison: Comparison, tested: Tested): Finding {
  const { mechanism, phase, papers, others } = comparison;
  const all = [...papers, ...others];
  const question = {
    mechanism,
    measure: `${phase} time`,
    records: speeds.flatMap(({ input: { name }, contests }) => [
      ...new Set(
        contests
          .filter((contest) => all.some((part) => part.contest === contest))
          .flatMap(({ files }) => files.map((file) => `${name}/${file}`)),
      ),
    ]),
    numbers: Object.assign({}, ...all.map(numbersOf)) as Record<string, number>,
  };
  const beside = others.length > 0 ? ` ${partsText(others)}` : '';
  if (papers.length === 0) {
    return answered(question, 'not measured', `Not timed at the paper’s sizes.${beside}`);
  }
  const faster = fasterOnAll(papers);
  const { verdict, sentence, ...shown } = answerOf(papers, faster, tested);
  const atHand = Math.min(...papers.map(({ contest }) => contest.files.length));
  const numbers = {
    ...question.numbers,
    p: faster,
    ...(tested.slower !== undefined && { slowerP: tested.slower, slowerPCorrected: tested.corrected }),
  };
  const what = `${capitalised(phase)} time of ${mechanismLabel(mechanism)} relative to Standard’s`;
  return {
    ...answered(
      { ...question, numbers, atHand },
      verdict,
      `${what}. ${partsText(papers)} ${sentence}${beside}`,
    ),
    ...shown,
  };
}

type Answer = Pick<Finding, 'verdict' | 'sentence' | 'word' | 'seedsToDecide'>;

function answerOf(
  papers: readonly Part[],
  faster: number,
  { family, slower = 1, corrected }: Tested,
): Answer {
  const disturbed = papers.filter(({ contest }) => contest.disturbed);
  if (disturbed.length > 0) {
    const where = listed(disturbed.map(({ contest }) => counted(contest.threads, 'thread')));
    const sentence = `The control says that the machine was disturbed (${where}), so that nothing is decided: repetitions on a quiet machine would decide it.`;
    return { verdict: 'open', word: 'open', sentence };
  }
  if (papers.some(({ ratio }) => ratio.p === undefined)) {
    return { verdict: 'open', word: 'open', sentence: NO_TEST };
  }
  if (faster < SIGNIFICANCE) {
    return { verdict: 'supported', word: 'faster', sentence: `Faster on each (${pValue(faster)}).` };
  }
  const test = testText(slower, corrected, family);
  if (corrected < SIGNIFICANCE) {
    return { verdict: 'contradicted', word: 'slower', sentence: `Slower (${test}).` };
  }
  const needed = repetitionsToDecide(papers, family);
  const sentence = `Shown neither to be faster on each (${pValue(faster)}) nor to be slower (${test}).`;
  const would = needed ? ` ${seedsText(needed, 'repetition')} with ${percent(needed.power)} power.` : '';
  return {
    verdict: 'open',
    word: 'open',
    sentence: `${sentence}${would}`,
    ...(needed && { seedsToDecide: needed }),
  };
}

/** How many repetitions decide the number of threads that needs most; none where nothing is tested. */
function repetitionsToDecide(
  papers: readonly Part[],
  { datasets, mechanisms, phases = 1 }: Family,
): Finding['seedsToDecide'] {
  const rule: DecisionRule = {
    below: { limit: 0, level: SIGNIFICANCE / 2 },
    above: { limit: 0, level: SIGNIFICANCE / (datasets * mechanisms * phases * papers.length) },
  };
  return papers
    .flatMap(({ ratio: { test } }) => (test ? [seedsToDecide(test, rule)] : []))
    .sort((left, right) => (right.seeds ?? Number.MAX_VALUE) - (left.seeds ?? Number.MAX_VALUE))[0];
}

/** `At the sizes of paper, 64 examples a step: 0.88 [0.83, 0.95] on 1 thread (Standard against itself 0.98 [0.89, 1.03]).` */
function partsText(parts: readonly Part[]): string {
  const models = [...new Set(parts.map(({ contest }) => contest.model))];
  return models
    .map((model) => {
      const own = parts.filter(({ contest }) => contest.model === model);
      const ratios = own.map(({ contest, ratio }) => {
        const control = ratioIn(contest.times, CONTROL);
        const beside = control ? ` (Standard against itself ${ratioText(control)})` : '';
        return `${ratioText(ratio)} on ${counted(contest.threads, 'thread')}${beside}`;
      });
      return `At the ${model.sizes.length === 1 ? 'size' : 'sizes'} of ${listed(model.sizes)}, ${batchText(model)}: ${listed(ratios)}.`;
    })
    .join(' ');
}

function numbersOf({ contest, ratio: { ratio, interval, p } }: Part): Record<string, number> {
  const { model, threads, times } = contest;
  const prefix = `${model.sizes.at(-1)}.threads${threads}`;
  const control = ratioIn(times, CONTROL);
  return {
    [`${prefix}.ratio`]: ratio,
    ...(interval && { [`${prefix}.low`]: interval[0], [`${prefix}.high`]: interval[1] }),
    ...(p !== undefined && { [`${prefix}.p`]: p }),
    ...(control && { [`${prefix}.control`]: control.ratio }),
  };
}
