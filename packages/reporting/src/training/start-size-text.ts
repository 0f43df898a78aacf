import { groupBy } from '../collections/groups.js';
import { betterSign, differenceUnit } from '../input/metrics.js';
import { headlineOf, type TrainingTableInput } from '../input/tables.js';
import { counted, grouped, listed, mechanismLabel, signed } from '../text/format.js';
import { againstDefault, missingSizes, type StartDifference, startDifferences } from './start-sizes.js';

/** What readers call the start of a matrix that nobody chose another one for. */
export const DEFAULT_START = 'Glorot';

/** What every start of W^A gives at each number of training examples, a sentence each; nothing where none is planned. */
export function startSizeSentences(table: TrainingTableInput): string[] {
  const differences = startDifferences(table);
  const missing = missingSizes(table).map(grouped);
  const groups = groupBy(differences, ({ trainExamples }) => trainExamples);
  return [
    ...(differences.length > 0
      ? [
          'Rows of W^A’s start by number of training examples take no part in ranks, bold or claims. Each size is drawn from a run’s training part by its seed, the same for all of the seed; intervals are 95 %, of paired differences by seed (Student’s t, not corrected).',
        ]
      : []),
    ...[...groups.values()].map((group) => sentenceOf(table, group)),
    ...(missing.length > 0 ? [`W^A’s start with ${listed(missing)} training examples: not measured.`] : []),
  ];
}

/**
 * Where another start of W^A is better or worse than the default, by the paired intervals of their differences, in a clause
 * without a full stop; nothing of fewer than three seeds.
 */
export function startsFinding(
  table: TrainingTableInput,
  differences: readonly StartDifference[],
): string | undefined {
  const sign = betterSign(headlineOf(table));
  const contrasts = differences.flatMap(({ mechanism, start, trainExamples }, at) => {
    const test = againstDefault(differences, differences[at] as StartDifference);
    if (test === undefined || start === undefined) return [];
    const [low, high] = test.interval.map((end) => sign * end).sort((a, b) => a - b) as [number, number];
    const word = low > 0 ? 'better' : high < 0 ? 'worse' : undefined;
    return [{ mechanism, start, trainExamples, word }];
  });
  if (contrasts.length === 0) return undefined;
  const sizes = new Set(contrasts.map(({ trainExamples }) => trainExamples)).size;
  const shown = contrasts.filter(({ word }) => word !== undefined);
  const clauses = [
    ...groupBy(shown, ({ mechanism, start, word }) => `${mechanism} ${start} ${word}`).values(),
  ].map((group) => {
    const { mechanism, start, word } = group[0] as (typeof shown)[number];
    const where =
      group.length === sizes ? 'every number of' : listed(group.map((one) => grouped(one.trainExamples)));
    return { mechanism, start, said: `${word} than from ${DEFAULT_START} with ${where} training examples` };
  });
  const together = [...groupBy(clauses, ({ mechanism, said }) => `${mechanism} ${said}`).values()].map(
    (group) => {
      const { mechanism, said } = group[0] as (typeof clauses)[number];
      return `${mechanismLabel(mechanism)} from ${listed(group.map(({ start }) => start))} is ${said}`;
    },
  );
  if (together.length === 0) {
    return `no start of W^A is shown to be better or worse than ${DEFAULT_START} with any number of training examples`;
  }
  return [...together, ...(shown.length < contrasts.length ? ['elsewhere that is open'] : [])].join('; ');
}

/** What every start gives with the fewest training examples. */
export function smallestSizeSentence(
  table: TrainingTableInput,
  differences: readonly StartDifference[],
): string {
  const fewest = Math.min(...differences.map(({ trainExamples }) => trainExamples));
  return sentenceOf(
    table,
    differences.filter(({ trainExamples }) => trainExamples === fewest),
  );
}

/** `from Glorot`, `from identity`. */
export function startName({ start = DEFAULT_START }: Pick<StartDifference, 'start'>): string {
  return `from ${start}`;
}

function sentenceOf(table: TrainingTableInput, group: readonly StartDifference[]): string {
  const headline = headlineOf(table);
  const { trainExamples, isWhole, change } = group[0] as StartDifference;
  const text = (value: number) => signed(value, headline.digits);
  const within = (mean: number, interval: readonly [number, number] | undefined) =>
    interval ? `${text(mean)} (${interval.map(text).join(' to ')})` : text(mean);
  const ofStandard = group.map((one) => {
    const { mean, interval } = one.change;
    return `${mechanismLabel(one.mechanism)} ${startName(one)} ${within(mean, interval)}`;
  });
  const ofDefault = group.flatMap((one) => {
    const test = againstDefault(group, one);
    return test ? [`${startName(one)} ${within(test.mean, test.interval)}`] : [];
  });
  const size = `${isWhole ? 'all ' : ''}${counted(trainExamples, 'training example')}`;
  return [
    `With ${size}, test ${headline.label} − Standard’s in ${differenceUnit(headline)} over ${counted(change.seeds.length, 'seed')}: ${ofStandard.join(', ')}`,
    ...(ofDefault.length > 0
      ? [`the same − ${startName({ start: undefined })}: ${ofDefault.join(', ')}`]
      : []),
  ]
    .join('; ')
    .concat('.');
}
