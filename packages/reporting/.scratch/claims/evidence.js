import { counted } from '../format.js';
import { mechanismLabel } from '../report-table.js';
/** A question that has its answer already. */
export function answered(question, verdict, sentence) {
  return { numbers: {}, ...question, pValues: {}, answer: () => ({ verdict, sentence }) };
}
/** The complete runs of one of the table's main rows, by file name. */
export function runsOf({ records, heads }, mechanism) {
  return [...records].flatMap(([file, run]) =>
    run.status === 'complete' && run.mechanism === mechanism && run.heads === heads ? [[file, run]] : [],
  );
}
/** The mechanism or Standard has no complete run. */
export function withoutRuns(table, mechanism) {
  const missing = ['standard', mechanism].filter((name) => runsOf(table, name).length === 0);
  return `No run of ${missing.map(mechanismLabel).join(' and ')} with ${counted(table.heads, 'head')}.`;
}
/** The mechanism and Standard share fewer than three seeds. */
export function tooFewSeeds(mechanism, seeds) {
  return `${mechanismLabel(mechanism)} and Standard share ${counted(seeds.length, 'seed')}: no test of fewer than three.`;
}
