import type { SpeedTable } from '../speed/speed-table.js';
import { percent } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { THREE } from '../verdicts/claimed.js';
import type { Claim, TableVerdict } from './claim.js';
import { fewerAttentionParameters, fewerMultiplications, smallerModel } from './counts.js';
import type { Question } from './evidence.js';
import { outperformsStandard, performsLikeStandard } from './performance.js';
import { fasterInTurns } from './times.js';

/** A claim and how to ask the runs about it. */
export interface Statement extends Pick<Claim, 'id' | 'number' | 'version' | 'label' | 'statement'> {
  readonly ask: (table: TrainingTable, speeds: readonly SpeedTable[]) => Question[];
  /** What the data sets together say beyond their verdicts. */
  readonly closing?: (tables: readonly TableVerdict[]) => string;
}

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
  },
  {
    id: '2',
    number: 2,
    version: 'v2',
    label: 'fewer multiplications per head',
    statement:
      'Optimised, Efficient and Super Attention take one, two and one matrix multiplications fewer per head than Standard.',
    ask: (table) => THREE.map((mechanism) => fewerMultiplications(table, mechanism)),
  },
  {
    id: '3',
    number: 3,
    version: 'v2',
    label: 'Optimised, Efficient like Standard',
    statement: 'Optimised and Efficient Attention perform like Standard in vision and language.',
    ask: (table) => ['optimised', 'efficient'].map((mechanism) => performsLikeStandard(table, mechanism)),
  },
  superAhead('v2', 0.17),
  superAhead('v3', 0.1),
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
    ask: (table) => [outperformsStandard(table, 'super', upTo)],
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

/** The claim that gathers the others. */
export const EVERYWHERE: Omit<Statement, 'ask' | 'closing'> = {
  id: '6',
  number: 6,
  version: 'v2',
  label: 'on all of the data sets',
  statement:
    'All of this holds on MNIST, CIFAR-100, ImageNet, IMDB, Amazon Reviews and English–Spanish translation (Europarl and Anki).',
};
