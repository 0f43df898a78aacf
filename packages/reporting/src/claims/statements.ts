import { SIGNIFICANCE } from '@better-attention/statistics';
import type { SpeedTable } from '../speed/speed-table.js';
import { percent } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { GAINS, PAPER_DATASETS, THREE } from '../verdicts/claimed.js';
import type { ClaimedSize, Finding, Verdict } from '../verdicts/finding.js';
import { LIKE_STANDARD, OUTPERFORMS } from '../verdicts/hypotheses.js';
import type { Claim, TableVerdict } from './claim.js';
import { fewerAttentionParameters, fewerMultiplications, smallerModel } from './counts.js';
import { CLAIMED_GAINS } from './headline-findings.js';
import {
  againstOutcome,
  countsOutcome,
  datasetsOutcome,
  placedFindings,
  sizesOutcome,
  testedOutcome,
} from './outcomes.js';
import { outperformsStandard, performsLikeStandard } from './performance.js';
import type { Part } from './sentences.js';
import { fasterInTurns } from './times.js';

/** A claim and how to ask the runs about it. */
export interface Statement extends Pick<Claim, 'id' | 'number' | 'version' | 'label' | 'statement'> {
  readonly ask: (table: TrainingTable, speeds: readonly SpeedTable[]) => Finding[];
  /** What it comes to on the data sets, in a sentence or two of a few words. */
  readonly outcome: (tables: readonly TableVerdict[]) => string;
  /** What the data sets together say beyond their verdicts. */
  readonly closing?: (tables: readonly TableVerdict[]) => string;
  /** What the claim says of all data sets together. */
  readonly also?: (tables: readonly TableVerdict[]) => Part[];
}

const COUNTS = {
  holding: 'counts are as claimed',
  failing: { more: 'more than Standard’s', 'as many': 'as many as Standard’s', fewer: 'less is saved' },
};
const MODELS = { holding: 'models are smaller', failing: { more: 'larger', 'as many': 'as large' } };
const COMPARISONS = { noun: 'comparison', repeated: 'seed' } as const;
const TIMES = { noun: 'time', repeated: 'repetition' } as const;

/** The claims of the abstract that runs on one data set can speak to, in the order of the report. */
export const STATEMENTS: readonly Statement[] = [
  {
    id: '1',
    number: 1,
    version: 'v2',
    label: 'fewer attention parameters',
    statement:
      'Optimised, Efficient and Super Attention have 25 %, 50 % and 25 % fewer attention parameters than Standard.',
    ask: (table) => THREE.map((mechanism) => fewerAttentionParameters(table, mechanism)),
    outcome: (tables) => countsOutcome(placedFindings(tables, /./), COUNTS),
  },
  {
    id: '2',
    number: 2,
    version: 'v2',
    label: 'fewer multiplications per head',
    statement:
      'Optimised, Efficient and Super Attention take one, two and one matrix multiplications fewer per head than Standard.',
    ask: (table) => THREE.map((mechanism) => fewerMultiplications(table, mechanism)),
    outcome: (tables) => countsOutcome(placedFindings(tables, /./), COUNTS),
  },
  {
    id: '3',
    number: 3,
    version: 'v2',
    label: 'Optimised, Efficient like Standard',
    statement: 'Optimised and Efficient Attention perform like Standard in vision and language.',
    ask: (table) => LIKE_STANDARD.mechanisms.map((mechanism) => performsLikeStandard(table, mechanism)),
    outcome: (tables) => testedOutcome(placedFindings(tables, /./), COMPARISONS),
  },
  superAhead('v2', GAINS.v2),
  superAhead('v3', GAINS.v3),
  {
    id: '5',
    number: 5,
    version: 'v2',
    label: 'smaller, faster',
    statement: 'All three give smaller models, faster training and faster inference than Standard.',
    ask: (table, speeds) => [
      ...THREE.map((mechanism) => smallerModel(table, mechanism)),
      ...fasterInTurns(speeds, table.input.name),
    ],
    outcome: (tables) =>
      [
        countsOutcome(placedFindings(tables, /parameters/), MODELS),
        testedOutcome(placedFindings(tables, /time/), TIMES),
      ].join(' '),
  },
];

function superAhead(version: Claim['version'], upTo: number): Statement {
  const share = percent(upTo);
  return {
    id: `4-${version}`,
    number: 4,
    version,
    label: `Super ahead, by up to ${share}`,
    statement: `Super Attention outperforms Standard in vision and language, by up to ${share}.`,
    ask: (table) => OUTPERFORMS.mechanisms.map((name) => outperformsStandard(table, name, CLAIMED_GAINS)),
    also: (tables) => [{ name: `a gain of ${share} on one of them`, verdict: reached(tables, upTo) }],
    outcome: (tables) => {
      const findings = placedFindings(tables, /./);
      const against = againstOutcome(findings, 'ahead');
      const isToldBefore = version === 'v3' && against !== '';
      const comparisons = isToldBefore ? '' : testedOutcome(findings, COMPARISONS);
      return [against, comparisons, sizesOutcome(findings, upTo)].filter(Boolean).join(' ');
    },
    closing: (tables) => {
      const gains = tables.flatMap(({ dataset, findings }) =>
        findings.flatMap(({ verdict, numbers: { relativeGain = 0 } }) =>
          verdict === 'supported' ? [{ dataset, relativeGain }] : [],
        ),
      );
      const [largest] = gains.sort((left, right) => right.relativeGain - left.relativeGain);
      if (!largest) return '';
      return `The largest gain is ${percent(largest.relativeGain)} relative to Standard, on ${largest.dataset}; the paper says up to ${share}.`;
    },
  };
}

/**
 * Whether a gain of a claimed size is reached on one of the claim's data sets: shown on one, or excluded on all, corrected
 * over all of them either way.
 */
function reached(tables: readonly TableVerdict[], share: number): Verdict {
  const sizes = tables.flatMap(({ findings }) =>
    findings.flatMap((finding) => (finding.sizes ?? []).filter((size) => size.share === share)),
  );
  if (sizes.length === 0) return 'not measured';
  const isCorrected = ({ pCorrected = 1 }: ClaimedSize) => pCorrected < SIGNIFICANCE;
  if (sizes.some((size) => size.status === 'shown' && isCorrected(size))) return 'supported';
  const missed = sizes.filter(
    (size) => size.status === 'impossible' || (size.status === 'excluded' && isCorrected(size)),
  );
  return missed.length === Object.keys(PAPER_DATASETS).length ? 'contradicted' : 'open';
}

/** The claim that gathers the others. */
export const EVERYWHERE = {
  id: '6',
  number: 6,
  version: 'v2',
  label: 'on all of the data sets',
  statement:
    'All of this holds on MNIST, CIFAR-100, ImageNet, IMDB, Amazon Reviews and English–Spanish translation (Europarl and Anki).',
  outcome: datasetsOutcome,
} as const;
