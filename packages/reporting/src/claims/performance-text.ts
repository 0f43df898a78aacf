import { type PairedTest, SIGNIFICANCE } from '@better-attention/statistics';
import { differenceUnit } from '../input/metrics.js';
import { headlineOf, type TrainingTableInput } from '../input/tables.js';
import { capitalised, counted, mechanismLabel, percent, pValue, signed } from '../text/format.js';
import type { Difference } from '../training/differences.js';
import type { Comparison, Correction } from '../verdicts/comparison.js';
import { testText } from '../verdicts/families.js';
import type { Word } from '../verdicts/finding.js';
import type { Decision } from '../verdicts/hypotheses.js';

/** A difference that carries tests. */
export type Tested = Difference & { readonly comparison: Comparison; readonly correction: Correction };

/** A test of a table's headline, turned so that a positive mean is better. */
export function betterPositive(table: TrainingTableInput, test: PairedTest): PairedTest {
  if (headlineOf(table).better === 'higher') return test;
  const [low, high] = test.interval;
  return { ...test, mean: -test.mean, t: -test.t, interval: [-high, -low] };
}

/** What was measured: the difference, its interval, both p values, and the relative gain. */
export function differenceText(
  table: TrainingTableInput,
  { mechanism, standard, comparison: { test }, correction, seeds }: Tested,
): string {
  const headline = headlineOf(table);
  const [difference, low, high] = [test.mean, ...test.interval].map((value) =>
    signed(value, headline.digits),
  );
  const relative = percent(Math.abs(test.mean / standard.mean));
  const direction = betterPositive(table, test).mean > 0 ? 'better' : 'worse';
  return `Test ${headline.label} of ${mechanismLabel(mechanism.mechanism)} − Standard: ${difference} ${differenceUnit(headline)}, ${relative} ${direction}, 95 % interval ${low} to ${high} over ${counted(seeds.length, 'seed')} (${testText(test.p, correction.p, correction.family)})`;
}

/** Claim 3 on one mechanism. */
export function likeText(table: TrainingTableInput, tested: Tested, { verdict, word }: Decision): string {
  const { comparison, correction } = tested;
  const limit = marginText(table, tested);
  const equivalence = `equivalence ${pValue(comparison.marginTest?.equivalence ?? 1)}`;
  const beyond = `corrected ${pValue(correction.beyond ?? 1)}`;
  const differs = correction.p < SIGNIFICANCE;
  if (verdict === 'supported') {
    const direction = betterPositive(table, comparison.test).mean > 0 ? 'better' : 'worse';
    const how = differs ? `: ${direction}, by a difference within` : ', within';
    return `${placed(word)}${how} the margin of ${limit} (${equivalence})`;
  }
  if (verdict === 'contradicted') return `${placed(word)} by more than the margin of ${limit} (${beyond})`;
  const start = word === 'open' ? 'Open' : `${placed(word)}, but open by how much`;
  return `${start}: shown neither to lie within the margin of ${limit} (${equivalence}) nor beyond it (${beyond})`;
}

/** Claim 4 on one mechanism, without the sizes that it names. */
export function aheadText(table: TrainingTableInput, tested: Tested, { word }: Decision): string {
  const { comparison, correction, margin } = tested;
  const limit = margin === undefined ? undefined : marginText(table, tested);
  const equivalence = `equivalence corrected ${pValue(correction.equivalence ?? 1)}`;
  if (word === 'as good as') return `${placed(word)}: no gain beyond the margin of ${limit} (${equivalence})`;
  if (word === 'open') {
    return limit === undefined
      ? 'Open: neither a gain nor a loss is shown'
      : `Open: neither a gain, nor a loss, nor a difference within the margin of ${limit} is shown (${equivalence})`;
  }
  const isWithin = (comparison.marginTest?.equivalence ?? 1) < SIGNIFICANCE;
  return isWithin ? `${placed(word)}, by a difference within the margin of ${limit}` : placed(word);
}

/** That these seeds decide nothing. */
export function pilotText(seeds: readonly number[]): string {
  return `Open: ${counted(seeds.length, 'seed')} of a pilot, which sets how many others there will be and decides nothing`;
}

function marginText(table: TrainingTableInput, { margin }: Tested): string {
  return `± ${margin} ${differenceUnit(headlineOf(table))}`;
}

/** `Ahead of Standard`, `As good as Standard`, `Behind Standard` */
function placed(word: Word): string {
  return `${capitalised(word)}${word === 'ahead' ? ' of' : ''} Standard`;
}
