import { differenceUnit } from '../input/metrics.js';
import { headlineOf, isBaseline } from '../input/tables.js';
import { counted, mechanismLabel, plusMinus, signed } from '../text/format.js';
import { testText } from '../verdicts/families.js';
import { metricId } from './columns.js';
import { convergenceOf, convergenceText } from './convergence.js';
import { isDecided } from './decided.js';
import { mainSummaries } from './summaries.js';
import type { DecidedTable } from './training-table.js';

/** What the table's main rows say about its headline metric, in one sentence, and whether its runs had converged in another. */
export function sentenceOf(table: DecidedTable): string {
  const { input, summaries } = table;
  const column = metricId('test', headlineOf(input).metric);
  const files = mainSummaries(summaries, input, column).flatMap((summary) => summary.files);
  return [resultOf(table), convergenceText(convergenceOf(input, files))].filter(Boolean).join(' ');
}

function resultOf({ input, summaries, differences, comparability }: DecidedTable): string {
  const metric = headlineOf(input);
  const column = metricId('test', metric.metric);
  const [best, second] = mainSummaries(summaries, input, column)
    .filter(({ mechanism }) => !isBaseline(input, mechanism))
    .sort((left, right) => left.rank - right.rank);
  const name = `test ${metric.label}`;
  if (!best) return `No run with ${counted(input.heads, 'head')} has a ${name} yet.`;
  const value = `${plusMinus(best.mean, best.standardDeviation, metric.digits)} ${metric.unit}`.trim();
  const start = `With ${counted(input.heads, 'head')}, ${mechanismLabel(best.mechanism)} has`;
  if (!second)
    return `${start} a ${name} of ${value} over ${counted(best.seeds.length, 'seed')}; nothing to compare it with yet.`;
  if (!comparability.metrics)
    return `${start} a ${name} of ${value}; the runs used different data, so nothing is ranked.`;

  const superlative = metric.better === 'higher' ? 'highest' : 'lowest';
  const result = `${start} the ${superlative} ${name}: ${value} over ${counted(best.seeds.length, 'seed')}`;
  if (best.rank === second.rank) return `${result}, level with ${mechanismLabel(second.mechanism)}.`;
  const other = best.mechanism === 'standard' ? second.mechanism : best.mechanism;
  const found = differences.find(({ mechanism }) => mechanism.mechanism === other);
  const against = `${mechanismLabel(other)} − Standard`;
  if (!found?.comparison || !found.correction)
    return `${result}; with fewer than three seeds in common, ${against} can’t be tested.`;
  const { test } = found.comparison;
  const difference = `${signed(test.mean, metric.digits)} ${differenceUnit(metric)}`;
  const p = testText(test.p, found.correction.p, found.correction.family);
  return `${result}; ${against} is ${difference}, ${isDecided(found) ? 'decided' : 'open'} (${p}).`;
}
