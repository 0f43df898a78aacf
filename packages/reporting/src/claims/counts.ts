import type { CompleteRun } from '@better-attention/records';
import { whereKnown } from '../input/paper.js';
import type { TrainingTableInput } from '../input/tables.js';
import { grouped, mechanismLabel, percent } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { MULTIPLICATIONS, type PapersMechanism, SHARES } from '../verdicts/claimed.js';
import { type Answer, answered, type Question, runsOf, withoutRuns } from './evidence.js';

interface Counting {
  readonly mechanism: string;
  readonly measure: string;
  readonly count: (run: CompleteRun) => number;
  readonly judge: (count: number, standard: number) => Answer;
}

/** Claim 1: so much less of the attention parameters. Exact. */
export function fewerAttentionParameters({ input }: TrainingTable, mechanism: PapersMechanism): Question {
  const claimed = SHARES[mechanism];
  const label = mechanismLabel(mechanism);
  const condition =
    mechanism === 'super'
      ? ' where the context is as long as the model is wide, more for shorter contexts; this W^A has no bias'
      : '';
  return countQuestion(input, {
    mechanism,
    measure: 'attention parameters',
    count: ({ parameters }) => parameters.attention,
    judge: (count, standard) => ({
      verdict: 1 - count / standard >= claimed - 1e-9 ? 'supported' : 'contradicted',
      sentence: `${label} has ${grouped(count)} attention parameters, Standard ${grouped(standard)}: ${fewer(count, standard)} (claimed: ${percent(claimed)} fewer${condition}).${papersCount(input, mechanism, count)}`,
    }),
  });
}

/** Claim 2: so many matrix multiplications fewer per head, counted in what was executed. Exact. */
export function fewerMultiplications({ input }: TrainingTable, mechanism: PapersMechanism): Question {
  const claimed = MULTIPLICATIONS[mechanism];
  return countQuestion(input, {
    mechanism,
    measure: 'matrix multiplications per head',
    count: ({ matmulsPerHead }) => matmulsPerHead,
    judge: (count, standard) => ({
      verdict: standard - count === claimed ? 'supported' : 'contradicted',
      sentence: `${mechanismLabel(mechanism)} executes ${count} matrix multiplications per head, Standard ${standard} (claimed: ${claimed} fewer).`,
    }),
  });
}

/** Claim 5: a smaller model. Exact. */
export function smallerModel({ input }: TrainingTable, mechanism: string): Question {
  return countQuestion(input, {
    mechanism,
    measure: 'model parameters',
    count: ({ parameters }) => parameters.model,
    judge: (count, standard) => ({
      verdict: count < standard ? 'supported' : 'contradicted',
      sentence: `The model with ${mechanismLabel(mechanism)} has ${grouped(count)} parameters, with Standard ${grouped(standard)}: ${fewer(count, standard)}.`,
    }),
  });
}

function countQuestion(table: TrainingTableInput, { mechanism, measure, count, judge }: Counting): Question {
  const rows = ['standard', mechanism].map((name) => runsOf(table, name));
  const records = rows.flatMap((runs) => runs.map(([file]) => file));
  const question = { mechanism, measure, records };
  const counts = rows.map((runs) => [...new Set(runs.map(([, run]) => count(run)))]);
  const [[standard, ...otherStandards], [ours, ...others]] = counts as [number[], number[]];
  if (standard === undefined || ours === undefined) {
    return answered(question, 'not measured', withoutRuns(table, mechanism));
  }
  if (otherStandards.length + others.length > 0) {
    const sentence = `Runs of ${mechanismLabel(mechanism)} or Standard differ in their ${measure}, so they are of different code.`;
    return answered(question, 'not measured', sentence);
  }
  const { verdict, sentence } = judge(ours, standard);
  const numbers = { standard, mechanism: ours, ratio: ours / standard };
  return answered({ ...question, numbers }, verdict, sentence);
}

function fewer(count: number, standard: number): string {
  if (count === standard) return 'as many';
  return `${percent(Math.abs(1 - count / standard))} ${count < standard ? 'fewer' : 'more'}`;
}

function papersCount({ paper, heads }: TrainingTableInput, mechanism: string, count: number): string {
  const known = paper?.values.find(
    (value) =>
      value.column === 'attentionParameters' && value.mechanism === mechanism && value.heads === heads,
  );
  if (!known || known.value === count) return '';
  return ` The paper counts ${grouped(known.value)} (${whereKnown(known)}).`;
}
