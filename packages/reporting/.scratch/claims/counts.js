import { grouped, percent } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { whereKnown } from '../table/published.js';
import { answered, runsOf, withoutRuns } from './evidence.js';
/** Claim 1: so much less of the attention parameters. Exact. */
export function fewerAttentionParameters({ table }, mechanism, claimed) {
  const label = mechanismLabel(mechanism);
  const condition =
    mechanism === 'super'
      ? ' where the context is as long as the model is wide, more for shorter contexts; this W^A has no bias'
      : '';
  return countQuestion(table, {
    mechanism,
    measure: 'attention parameters',
    count: ({ parameters }) => parameters.attention,
    judge: (count, standard) => ({
      verdict: 1 - count / standard >= claimed - 1e-9 ? 'supported' : 'contradicted',
      sentence: `${label} has ${grouped(count)} attention parameters, Standard ${grouped(standard)}: ${fewer(count, standard)} (claimed: ${percent(claimed)} fewer${condition}).${papersCount(table, mechanism, count)}`,
    }),
  });
}
/** Claim 2: so many matrix multiplications fewer per head, counted in what was executed. Exact. */
export function fewerMultiplications({ table }, mechanism, claimed) {
  return countQuestion(table, {
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
export function smallerModel({ table }, mechanism) {
  return countQuestion(table, {
    mechanism,
    measure: 'model parameters',
    count: ({ parameters }) => parameters.model,
    judge: (count, standard) => ({
      verdict: count < standard ? 'supported' : 'contradicted',
      sentence: `The model with ${mechanismLabel(mechanism)} has ${grouped(count)} parameters, with Standard ${grouped(standard)}: ${fewer(count, standard)}.`,
    }),
  });
}
function countQuestion(table, { mechanism, measure, count, judge }) {
  const rows = ['standard', mechanism].map((name) => runsOf(table, name));
  const records = rows.flatMap((runs) => runs.map(([file]) => file));
  const question = { mechanism, measure, records };
  const counts = rows.map((runs) => [...new Set(runs.map(([, run]) => count(run)))]);
  const [[standard, ...otherStandards], [ours, ...others]] = counts;
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
function fewer(count, standard) {
  if (count === standard) return 'as many';
  return `${percent(Math.abs(1 - count / standard))} ${count < standard ? 'fewer' : 'more'}`;
}
function papersCount({ paper, heads }, mechanism, count) {
  const known = paper?.values.find(
    (value) =>
      value.column === 'attentionParameters' && value.mechanism === mechanism && value.heads === heads,
  );
  if (!known || known.value === count) return '';
  return ` The paper counts ${grouped(known.value)} (${whereKnown(known)}).`;
}
