import { differenceUnit } from '../input/metrics.js';
import { headlineOf, type TrainingTableInput } from '../input/tables.js';
import { counted, grouped, listed, mechanismLabel, signed } from '../text/format.js';
import type { Difference } from './differences.js';
import { reachOfOneRun, type TestedRow } from './test-set.js';
import type { DecidedTable } from './training-table.js';

/** What the size of the test set means for the headline, a sentence each; none where no run records its test examples. */
export function testSetSentences({ input, summaries, tested, differences }: DecidedTable): string[] {
  const [first] = tested;
  if (!first) return [];
  const headline = headlineOf(input);
  const methods = new Set([...(input.resampled ?? new Map()).values()].map(({ method }) => method));
  return [
    intervalSentence(input, tested),
    ...(headline.metric === 'accuracy' ? [sizeSentence(first, summaries, headline.scale)] : []),
    ...[...methods].map(
      (method) =>
        `BLEU: \`${method}\`, our implementation, equal to sacreBLEU's within 1e-9; its intervals rest on 1,000 bootstrap draws of the sentences, the same for all runs, and on the spread of the seeds.`,
    ),
    ...widerSentence(input, differences),
  ];
}

function intervalSentence(input: TrainingTableInput, tested: readonly TestedRow[]): string {
  const { label, unit, digits } = headlineOf(input);
  const rows = tested.map(({ mechanism, interval }) => {
    const [low, high] = interval.map((end) => end.toFixed(digits));
    return `${mechanismLabel(mechanism)} ${low} to ${high}`;
  });
  const sizes = [...new Set(tested.map(({ examples }) => grouped(examples)))];
  return `Test set: ${listed(sizes)} examples; 95 % intervals of test ${label}${unit && ` in ${unit}`} over other test sets of this size (and, of three or more seeds, over other seeds): ${listed(rows)}.`;
}

/** `500 examples know the accuracy of one run to ± 4.3 points`. */
function sizeSentence(
  { mechanism, examples }: TestedRow,
  summaries: DecidedTable['summaries'],
  scale: number,
): string {
  const share =
    (summaries.find((row) => row.mechanism === mechanism && row.column === 'test.accuracy')?.mean ??
      scale / 2) / scale;
  const reach = reachText(share, { scale, examples });
  return `${counted(examples, 'test example')} give the accuracy of one run to ${reach} (95 %, Wilson), however often it is trained; a difference of two runs on the same examples is known better.`;
}

/** Which differences are less sure over test sets than over seeds, and what that means; nothing where none is. */
function widerSentence(input: TrainingTableInput, differences: readonly Difference[]): string[] {
  const headline = headlineOf(input);
  const wider = differences.flatMap((difference) =>
    isWiderThanSeeds(difference)
      ? [`${mechanismLabel(difference.mechanism.mechanism)} ${spanOf(input, difference)}`]
      : [],
  );
  if (wider.length === 0) return [];
  return [
    `Differences from Standard in ${differenceUnit(headline)} that are less sure over seeds and other test sets than over seeds alone (intervals longer by a tenth or more): ${listed(wider)}. Verdicts hold for these test examples; for others like them, within these intervals only.`,
  ];
}

/** What a verdict on a difference leaves open about other test sets; nothing where seeds are the less sure, or no run records its test examples. */
export function testSetText(input: TrainingTableInput, difference: Difference): string | undefined {
  const { testSet, standard } = difference;
  if (!testSet || !isWiderThanSeeds(difference)) return undefined;
  const { metric, scale } = headlineOf(input);
  const { examples } = testSet;
  const ofOne =
    metric === 'accuracy'
      ? ` give one run’s accuracy to ${reachText(standard.mean / scale, { scale, examples })}, and`
      : ' give';
  return `That is about these test examples: ${counted(examples, 'example')}${ofOne} the difference over seeds and other test sets to ${spanOf(input, difference)}, a longer interval than that of the seeds.`;
}

/** `± 4.3 points`: how well so many examples know one run's share of right ones. */
function reachText(
  share: number,
  { scale, examples }: { readonly scale: number; readonly examples: number },
): string {
  return `± ${(scale * reachOfOneRun(share, examples)).toFixed(1)} points`;
}

/** By how much an interval is longer than another before it is said. */
const LONGER = 1.1;

/** Whether a difference is less sure over test sets than over seeds: by a tenth at least. */
function isWiderThanSeeds({ comparison, testSet }: Difference): boolean {
  if (!comparison || !testSet) return false;
  const width = ([low, high]: readonly [number, number]) => high - low;
  return width(testSet.interval) > LONGER * width(comparison.test.interval);
}

/** `−0.55 to +0.32`: a difference over seeds and other test sets. */
export function spanOf(input: TrainingTableInput, { testSet }: Difference): string {
  const { digits } = headlineOf(input);
  return testSet?.interval.map((end) => signed(end, digits)).join(' to ') ?? '';
}
