import { groupBy } from '../collections/groups.js';
import { capitalised, counted, listed, MOST_NAMES, mechanismLabel, percent } from '../text/format.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { type ClaimedSize, type Finding, VERDICTS, type Word } from '../verdicts/finding.js';
import { hoursText, missingHours, missingSeeds, missingText } from '../verdicts/seeds.js';
import type { TableVerdict } from './claim.js';

/** A finding and the data set that it is about. */
export interface PlacedFinding extends Finding {
  /** In a word or two: `CIFAR-100`. */
  readonly dataset: string;
}

/** The findings of some tables on a measure. */
export function placedFindings(tables: readonly TableVerdict[], measure: RegExp): PlacedFinding[] {
  return tables.flatMap(({ dataset, findings }) =>
    findings.filter((finding) => measure.test(finding.measure)).map((finding) => ({ ...finding, dataset })),
  );
}

/** How counts are told. */
interface Counts {
  /** `models are smaller`: what is said of those that bear the claim out. */
  readonly holding: string;
  /** What is said of those that don't, by what is counted instead. */
  readonly failing: Readonly<Partial<Record<Word, string>>>;
}

/** What counts come to: `16 of 18 models are smaller; larger with Super on CIFAR-100 and Imagenette.` */
export function countsOutcome(findings: readonly PlacedFinding[], told: Counts): string {
  const counts = findings.filter(({ word }) => word !== undefined);
  if (counts.length === 0) return 'Nothing is counted yet.';
  const holding = counts.filter(({ verdict }) => verdict === 'supported').length;
  if (holding === counts.length) return `All ${counts.length} ${told.holding}.`;
  const failing = counts.filter(({ verdict }) => verdict === 'contradicted');
  const how = [...groupBy(failing, ({ word }) => word)].map(
    ([word, group]) => `${(word && told.failing[word]) ?? word} with ${namesOf(group)}`,
  );
  return `${holding} of ${counts.length} ${told.holding}; ${how.join(', ')}.`;
}

/** The words in which findings are told, in their order. */
const ORDER: readonly Word[] = ['ahead', 'as good as', 'behind', 'faster', 'as fast', 'slower', 'open'];

/** What was tested, in the singular: what each test is, and what is repeated for it. */
interface Tests {
  readonly noun: string;
  readonly repeated: 'seed' | 'repetition';
}

/**
 * What comparisons, or times, come to: `Of 10 comparisons, 1 is as good (Optimised on IMDB) and 9 are open; 5 to over 1,000 seeds
 * would decide what is open.`
 */
export function testedOutcome(findings: readonly PlacedFinding[], { noun, repeated }: Tests): string {
  const tested = findings.filter(({ word }) => word !== undefined);
  if (tested.length === 0) return `No ${noun} is measured yet.`;
  const missing = missingRange(tested, repeated);
  const needed = missing ? `; ${missing} would decide what is open` : '';
  return `${wordsOutcome(tested, noun)}${needed}.`;
}

/**
 * Findings by what is shown, which some names tell: `Of 15 comparisons with Standard, 1 is ahead (Super on CIFAR-100) and 14 are
 * open`, `All 10 comparisons are open`
 */
export function wordsOutcome(findings: readonly PlacedFinding[], noun: string, after = ''): string {
  const groups = ORDER.flatMap((word) => {
    const group = findings.filter((one) => one.word === word);
    return group.length > 0
      ? [{ group, text: `${word.replace(/ as$/, '')}${namesBeside(word, group)}` }]
      : [];
  });
  const [only] = groups;
  const all = `${counted(findings.length, noun)}${after}`;
  if (only && groups.length === 1)
    return findings.length === 1 ? `${all} is ${only.text}` : `All ${all} are ${only.text}`;
  const clauses = groups.map(
    ({ group, text }) => `${group.length} ${group.length === 1 ? 'is' : 'are'} ${text}`,
  );
  return `Of ${all}, ${listed(clauses)}`;
}

function namesBeside(word: Word, group: readonly PlacedFinding[]): string {
  return word === 'open' || group.length > MOST_NAMES ? '' : ` (${namesOf(group)})`;
}

/** `Shown not to be ahead on IMDB.`: the data sets that contradict a claim on one mechanism; empty without any. */
export function againstOutcome(findings: readonly PlacedFinding[], claimed: Word): string {
  const against = findings.filter(({ verdict }) => verdict === 'contradicted');
  return against.length > 0
    ? `Shown not to be ${claimed} on ${listed(against.map(({ dataset }) => dataset))}.`
    : '';
}

/** `5 to over 1,000 more seeds (20 minutes to more than 40 hours of one core each)`; none where seeds decide nothing. */
function missingRange(findings: readonly Finding[], unit: string): string | undefined {
  const missing = findings.flatMap((finding) => missingSeeds(finding) ?? []);
  const [least, most] = extremes(missing, ({ count }) => count ?? Number.MAX_VALUE);
  if (!least || !most) return undefined;
  const seeds = least.count === most.count ? '' : `${least.count} to `;
  return `${seeds}${missingText(most, unit)}${hoursRange(findings)}`;
}

/** ` (20 minutes to 3 hours of one core each)` */
function hoursRange(findings: readonly Finding[]): string {
  const missing = findings.flatMap((finding) => missingHours(finding) ?? []);
  const [least, most] = extremes(missing, ({ hours }) => hours);
  if (!least || !most) return '';
  if (least === most) return ` (${hoursText(most)} of one core)`;
  return ` (${hoursText(least)} to ${hoursText(most)} of one core each)`;
}

/** The least and the greatest; of a single value twice that. */
function extremes<Value>(values: readonly Value[], sizeOf: (value: Value) => number): (Value | undefined)[] {
  const sorted = [...values].sort((left, right) => sizeOf(left) - sizeOf(right));
  return [sorted[0], sorted.at(-1)];
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

/** A data set's verdict on the claim that gathers the others, and which of them it contradicts. */
interface GatheredVerdict extends Pick<TableVerdict, 'dataset' | 'verdict'> {
  readonly against?: readonly string[];
}

/** `Contradicted on CIFAR-100 and Imagenette (claims 1 and 5); open on IMDB.`: the data sets by their verdict. */
export function datasetsOutcome(tables: readonly GatheredVerdict[]): string {
  const clauses = VERDICTS.flatMap((verdict) => {
    const own = tables.filter((table) => table.verdict === verdict);
    if (own.length === 0) return [];
    const groups = [...groupBy(own, ({ against = [] }) => against.join()).values()].map((group) => {
      const isAll = group.length === Object.keys(PAPER_DATASETS).length;
      const names = isAll ? `all ${group.length} data sets` : listed(group.map(({ dataset }) => dataset));
      return `${names}${againstText(group[0]?.against)}`;
    });
    return [`${verdict} on ${listed(groups)}`];
  });
  return clauses.length > 0 ? `${capitalised(clauses.join('; '))}.` : 'Nothing is measured yet.';
}

/** ` (claims 1 and 5)` */
function againstText(against: readonly string[] = []): string {
  if (against.length === 0) return '';
  return ` (${against.length === 1 ? 'claim' : 'claims'} ${listed(against)})`;
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
