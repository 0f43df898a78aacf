import { holm, SIGNIFICANCE } from '@better-attention/statistics';
import type { LayerTableInput } from '../input/tables.js';
import { listed, mechanismLabel } from '../text/format.js';
import type { LayerTableFinding } from '../verdicts/finding.js';
import { crossingOf } from './crossovers.js';
import type { Trend } from './latency-trends.js';
import type { RatioAt } from './ratios.js';
import { fixedText, layerId } from './sizes.js';

/**
 * How far claim 5 reaches, in times of single layers: one finding for each batch size, axis and mechanism, with the sizes
 * at which it is faster and those at which it is slower, by t tests on the logarithms of the ratios, corrected by Holm's
 * method over all layers of the table. None has a verdict: the claim is on models, and says nothing of every size of layer.
 */
export function latencyFindings(trends: readonly Trend[], table: LayerTableInput): LayerTableFinding[] {
  const corrected = correctedOf(trends);
  return trends.map((trend) => findingOf(trend, table, corrected));
}

/** Corrected p values by test; a size that several axes pass through is one test. */
function correctedOf(trends: readonly Trend[]): Map<string, number> {
  const tests = new Map(
    trends.flatMap((trend) =>
      trend.ratios.flatMap((one): [string, number][] =>
        one.p === undefined ? [] : [[testOf(trend, one), one.p]],
      ),
    ),
  );
  const values = holm([...tests.values()]);
  return new Map([...tests.keys()].map((test, at) => [test, values[at] as number]));
}

function testOf({ batch, mechanism }: Trend, { size }: RatioAt): string {
  return `batch ${batch} ${layerId(mechanism, size)}`;
}

function findingOf(
  trend: Trend,
  table: LayerTableInput,
  corrected: ReadonlyMap<string, number>,
): LayerTableFinding {
  const { batch, mechanism, named, ratios, first, last } = trend;
  const { axis, symbol } = named;
  const best = ratios.reduce((least, one) => (one.ratio < least.ratio ? one : least));
  const crossing = crossingOf(ratios);
  const decided = ratios.filter((one) => (corrected.get(testOf(trend, one)) ?? 1) < SIGNIFICANCE);
  const faster = decided.filter(({ ratio }) => ratio < 1).length;
  const slower = decided.filter(({ ratio }) => ratio > 1);
  const at = (one: RatioAt) => `${one.ratio.toFixed(2)}× at ${symbol} = ${one.position}`;
  const slowerAt =
    slower.length > 0 ? ` (${symbol} = ${slower.map(({ position }) => position).join(', ')})` : '';
  return {
    claim: 5,
    mechanism,
    measure: `latency along ${symbol}, batch ${batch}`,
    sentence: `Latency of ${mechanismLabel(mechanism)} relative to Standard’s, batch ${batch}, ${fixedText(table.base, axis)}: ${listed([...new Set([first, best, last])].map(at))}. Of ${ratios.length} sizes it is faster at ${faster} and slower at ${slower.length}${slowerAt}, each decided (corrected p < ${SIGNIFICANCE}).`,
    numbers: {
      batch,
      first: first.position,
      ratioFirst: first.ratio,
      best: best.position,
      ratioBest: best.ratio,
      last: last.position,
      ratioLast: last.ratio,
      sizes: ratios.length,
      faster,
      slower: slower.length,
      ...(crossing && {
        fasterUpTo: crossing.between[0],
        slowerFrom: crossing.between[1],
        crossing: crossing.near,
      }),
    },
    records: [...table.records.keys()],
  };
}
