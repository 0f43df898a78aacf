import { groupBy } from '../collections/groups.js';
import { capitalised, counted, listed, mechanismLabel, percent } from '../text/format.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { type ClaimedSize, type Finding, VERDICTS, type Word } from '../verdicts/finding.js';
import { missingSeeds, missingText } from '../verdicts/seeds.js';
import type { TableVerdict } from './claim.js';

/** A finding and the data set that it is about. */
export interface PlacedFinding extends Finding {
  /** In a word or two: `CIFAR-100`. */
  readonly dataset: string;
}

/** More names than these are left out where a number says how many there are. */
const MOST_NAMES = 4;

/** The findings of some tables on a measure. */
export function placedFindings(tables: readonly TableVerdict[], measure: RegExp): PlacedFinding[] {
  return tables.flatMap(({ dataset, findings }) =>
    findings.filter((finding) => measure.test(finding.measure)).map((finding) => ({ ...finding, dataset })),
  );
}

/**
 * What counts come to: `16 of 18 counts are as claimed; Super has more on CIFAR-100 and Imagenette.`
 *
 * @param as what a count is that bears the claim out
 */
export function countsOutcome(findings: readonly PlacedFinding[], as: string): string {
  const counts = findings.filter(({ word }) => word !== undefined);
  if (counts.length === 0) return 'Nothing is counted yet.';
  const holding = counts.filter(({ verdict }) => verdict === 'supported').length;
  if (holding === counts.length) return `All ${counts.length} ${as}.`;
  const failing = counts.filter(({ verdict }) => verdict === 'contradicted');
  const how = [...groupBy(failing, ({ word }) => word)].map(
    ([word, group]) => `${word === 'fewer' ? 'too few are saved' : word} with ${namesOf(group)}`,
  );
  return `${holding} of ${counts.length} ${as}; ${how.join(', ')}.`;
}

/** `ahead of Standard`: what a word says of a mechanism. */
const PHRASES: Readonly<Partial<Record<Word, string>>> = {
  ahead: 'ahead of Standard',
  'as good as': 'as good as Standard',
  behind: 'behind Standard',
};

/** The words in which findings are told, in their order. */
const ORDER: readonly Word[] = ['ahead', 'as good as', 'behind', 'faster', 'as fast', 'slower', 'open'];

/**
 * What differences, or times, come to: `Of 10 differences 1 is as good as Standard (Optimised on IMDB) and 9 are open: 5 to
 * over 1,000 more seeds would decide them.`
 */
export function testedOutcome(
  findings: readonly PlacedFinding[],
  { noun, of: unit }: { readonly noun: string; readonly of: string },
): string {
  const tested = findings.filter(({ word }) => word !== undefined);
  if (tested.length === 0) return `No ${noun} is measured yet.`;
  const clauses = ORDER.flatMap((word) => {
    const group = tested.filter((one) => one.word === word);
    if (group.length === 0) return [];
    const names = word === 'open' || group.length > MOST_NAMES ? '' : ` (${namesOf(group)})`;
    return [`${group.length} ${group.length === 1 ? 'is' : 'are'} ${PHRASES[word] ?? word}${names}`];
  });
  const missing = missingRange(tested, unit);
  const needed = missing ? `; ${missing} would decide what is open` : '';
  return `Of ${counted(tested.length, noun)} ${listed(clauses)}${needed}.`;
}

/** `5 to over 1,000 more seeds`; none where seeds decide nothing. */
function missingRange(findings: readonly Finding[], unit: string): string | undefined {
  const missing = findings.flatMap((finding) => missingSeeds(finding) ?? []);
  const sorted = [...missing].sort(
    (left, right) => (left.count ?? Number.MAX_VALUE) - (right.count ?? Number.MAX_VALUE),
  );
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most) return undefined;
  if (least.count === most.count) return missingText(least, unit);
  return `${least.count} to ${missingText(most, unit)}`;
}

/** What is shown of a claimed gain on the data sets: `A gain of 17 % is excluded on 3 data sets and open on CIFAR-100.` */
export function sizesOutcome(findings: readonly PlacedFinding[], share: number): string {
  const sizes = findings.flatMap(({ dataset, sizes: own = [] }) =>
    own.filter((size) => size.share === share).map(({ status }) => ({ status, dataset })),
  );
  if (sizes.length === 0) return '';
  const statuses: readonly ClaimedSize['status'][] = ['shown', 'excluded', 'impossible', 'open'];
  const clauses = statuses.flatMap((status) => {
    const names = sizes.filter((size) => size.status === status).map(({ dataset }) => dataset);
    return names.length > 0 ? [`${status} on ${listed(names)}`] : [];
  });
  return `A gain of ${percent(share)} or more is ${listed(clauses)}.`;
}

/** `Contradicted on CIFAR-100 and Imagenette, open on IMDB`: the data sets by their verdict. */
export function datasetsOutcome(tables: readonly TableVerdict[]): string {
  const clauses = VERDICTS.flatMap((verdict) => {
    const names = tables.filter((table) => table.verdict === verdict).map(({ dataset }) => dataset);
    if (names.length === 0) return [];
    const isAll = names.length === Object.keys(PAPER_DATASETS).length;
    return [`${verdict} on ${isAll ? `all ${names.length} data sets` : listed(names)}`];
  });
  return clauses.length > 0 ? `${capitalised(clauses.join('; '))}.` : 'Nothing is measured yet.';
}

/** `Super on CIFAR-100 and Imagenette, Efficient on IMDB` */
function namesOf(findings: readonly PlacedFinding[]): string {
  const byMechanism = groupBy(findings, ({ mechanism }) => mechanism);
  return [...byMechanism]
    .map(
      ([mechanism, group]) =>
        `${mechanismLabel(mechanism)} on ${listed(group.map(({ dataset }) => dataset))}`,
    )
    .join(', ');
}
