import { mechanismLabel, percent, signed } from '../text/format.js';
import { GAINS, THREE } from '../verdicts/claimed.js';
import { conjunction, type Finding, type Verdict } from '../verdicts/finding.js';
import { missingSeeds, missingText, type OpenFinding } from '../verdicts/seeds.js';
import type { Claim, TableVerdict } from './claim.js';

/** What is shown of one question on one data set. */
export interface MatrixCell {
  /** In the order of the question's mechanisms. */
  readonly numbers: readonly MatrixNumber[];
  readonly unit: string;
  /** None of a claimed gain, which one data set alone neither bears out nor contradicts. */
  readonly verdict?: Verdict;
  /** `ahead`, `excluded`: what is shown, where the verdict doesn't say it. */
  readonly word?: string | undefined;
  /** `51 more seeds`: what would decide an open question. */
  readonly missing?: string | undefined;
  /** Whether it rests on metrics of runs that had not converged. */
  readonly unconverged: boolean;
}

/** A number of a cell. */
interface MatrixNumber {
  readonly text: string;
  readonly isDecided: boolean;
}

/** One question of a claim, asked on every data set. */
export interface MatrixRow {
  readonly claim: Claim;
  readonly question: string;
  /** In the order of the claim's data sets. */
  readonly cells: readonly MatrixCell[];
}

/** How many decimals the headline of a table has, by its name. */
export type DigitsOf = (table: string) => number;

type Question = readonly [text: string, cellOf: (table: TableVerdict) => MatrixCell];

/** The questions of each claim, with what is shown of them on every data set. */
export function matrixRows(claims: readonly Claim[], digitsOf: DigitsOf): MatrixRow[] {
  return claims.flatMap((claim) =>
    questionsOf(claim, digitsOf).map(([question, cellOf]) => ({
      claim,
      question,
      cells: claim.tables.map(cellOf),
    })),
  );
}

function questionsOf(claim: Claim, digitsOf: DigitsOf): Question[] {
  const headlines = () =>
    [...new Set(claim.tables.flatMap(({ findings }) => findings.map(({ mechanism }) => mechanism)))].map(
      (mechanism): Question => [
        mechanismLabel(mechanism),
        (table) => headlineCell(table, mechanism, digitsOf),
      ],
    );
  const gain = (share: number): Question => [
    `A gain of ${percent(share)}`,
    (table) => gainCell(table, share),
  ];
  const all = (question: string, measure: RegExp, numberOf: NumberOf): Question => [
    question,
    (table) => combinedCell(table, measure, numberOf),
  ];
  switch (claim.id) {
    case '1':
      return [all(`${THREE_NAMES}, in %`, /./, changed)];
    case '2':
      return [all(THREE_NAMES, /./, fewer)];
    case '3':
      return headlines();
    case '4-v2':
      return [...headlines(), gain(GAINS.v2)];
    case '4-v3':
      return [gain(GAINS.v3)];
    case '5':
      return [
        all('Model parameters, in %', /parameters/, changed),
        all('Training time', /^training/, relative),
        all('Inference time', /^inference/, relative),
      ];
    default:
      return [
        ['Claims 1 to 5', ({ verdict, unconverged }) => ({ numbers: [], unit: '', verdict, unconverged })],
      ];
  }
}

const THREE_NAMES = THREE.map(mechanismLabel).join(' · ');

/** A finding's number; none where it has none. */
type NumberOf = (finding: Finding) => string | undefined;

/** How much more or less than Standard's, at the paper's sizes where they are counted: `−25`. */
const changed: NumberOf = ({ numbers: { ratio, ratioAtPaper = ratio } }) =>
  ratioAtPaper === undefined ? undefined : trimmed(100 * (ratioAtPaper - 1));

/** How many fewer than Standard's: `−1`. */
const fewer: NumberOf = ({ numbers: { standard, mechanism } }) =>
  standard === undefined || mechanism === undefined ? undefined : signed(mechanism - standard, 0);

/** Time relative to Standard's at the paper's sizes, on the number of threads that gains least: `0.94`. */
const relative: NumberOf = ({ numbers }) => {
  const ratios = Object.entries(numbers).filter(([name]) => /^paper\.threads\d+\.ratio$/.test(name));
  return ratios.length > 0 ? Math.max(...ratios.map(([, ratio]) => ratio)).toFixed(2) : undefined;
};

/** All findings of a measure in one cell. */
function combinedCell({ findings }: TableVerdict, measure: RegExp, numberOf: NumberOf): MatrixCell {
  const own = findings.filter((finding) => measure.test(finding.measure));
  const numbers = own.flatMap((finding) => {
    const text = numberOf(finding);
    return text === undefined ? [] : [{ text, isDecided: isDecided(finding) }];
  });
  const verdict = conjunction(own.map((finding) => finding.verdict));
  return { numbers, unit: '', verdict, missing: mostMissing(own, 'repetition'), unconverged: false };
}

/** The difference of a mechanism's headline from Standard's. */
function headlineCell({ table, findings }: TableVerdict, mechanism: string, digitsOf: DigitsOf): MatrixCell {
  const finding = findings.find((one) => one.mechanism === mechanism);
  const difference = finding?.numbers.difference;
  return {
    numbers:
      finding && difference !== undefined
        ? [{ text: signed(difference, digitsOf(table)), isDecided: isDecided(finding) }]
        : [],
    unit: '',
    verdict: finding?.verdict ?? 'not measured',
    word: finding?.word,
    missing: mostMissing(finding ? [finding] : [], 'seed'),
    unconverged: (finding?.unconverged ?? 0) > 0,
  };
}

/** What is shown of a gain that is claimed as a share of Standard's value. */
function gainCell({ findings }: TableVerdict, share: number): MatrixCell {
  const [finding] = findings;
  const size = finding?.sizes?.find((one) => one.share === share);
  const gain = finding?.numbers.relativeGain;
  return {
    numbers: gain === undefined ? [] : [{ text: trimmed(100 * gain), isDecided: false }],
    unit: '%',
    word: size?.status ?? (finding?.word ? 'open' : 'not measured'),
    missing:
      size?.status === 'open'
        ? mostMissing([{ ...finding, ...OPEN, seedsToDecide: size.seedsToDecide }], 'seed')
        : undefined,
    unconverged: (finding?.unconverged ?? 0) > 0,
  };
}

const OPEN = { verdict: 'open' } as const;

function isDecided({ verdict }: Finding): boolean {
  return verdict === 'supported' || verdict === 'contradicted';
}

/** What the open finding lacks that lacks most. */
function mostMissing(findings: readonly OpenFinding[], noun: string): string | undefined {
  const missing = findings.flatMap((finding) => missingSeeds(finding) ?? []);
  const [most] = missing.sort((left, right) => (right.count ?? Infinity) - (left.count ?? Infinity));
  return most && missingText(most, noun);
}

/** `−25`, `+4.2`: with a decimal below 10, where it isn't 0. */
function trimmed(value: number): string {
  return signed(value, Math.abs(value) < 10 ? 1 : 0).replace(/\.0$/, '');
}
