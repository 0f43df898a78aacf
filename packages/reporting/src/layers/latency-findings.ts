import { holm, SIGNIFICANCE } from '@better-attention/statistics';
import type { LayerTableInput } from '../input/tables.js';
import { listed, mechanismLabel } from '../text/format.js';
import { THREE } from '../verdicts/claimed.js';
import type { LayerTableFinding, Verdict } from '../verdicts/finding.js';
import { crossingOf } from './crossovers.js';
import { batchesOf, latencyId } from './measures.js';
import { type MeasuredLayers, type RatioAt, ratiosAlong } from './ratios.js';
import { fixedText, type NamedAxis, sizeText, variedAxes } from './sizes.js';

/** Latencies of a mechanism relative to Standard's along an axis, at least two. */
interface Trend {
  readonly batch: number;
  readonly mechanism: string;
  readonly named: NamedAxis;
  readonly ratios: readonly RatioAt[];
}

type Corrected = ReadonlyMap<string, number>;

/**
 * Claim 5, in times of single layers: one finding for each batch size, axis and mechanism. It is supported where the
 * mechanism is faster at every size, and contradicted where it is slower at one, by t tests on the logarithms of the
 * ratios, corrected by Holm's method over all layers of the table.
 */
export function latencyFindings(layers: MeasuredLayers): LayerTableFinding[] {
  const { input } = layers;
  const trends = batchesOf(input).flatMap((batch) =>
    variedAxes(input).flatMap((named) =>
      THREE.flatMap((mechanism): Trend[] => {
        const ratios = ratiosAlong(layers, { axis: named.axis, column: latencyId(batch), mechanism });
        return ratios.length > 1 ? [{ batch, mechanism, named, ratios }] : [];
      }),
    ),
  );
  const corrected = correctedOf(trends, input);
  return trends.map((trend) => findingOf(trend, input, corrected));
}

/** Corrected p values by layer; a size that several axes pass through is one test. */
function correctedOf(trends: readonly Trend[], table: LayerTableInput): Corrected {
  const tests = new Map(
    trends.flatMap((trend) =>
      trend.ratios.flatMap(({ position, p }): [string, number][] =>
        p === undefined ? [] : [[layerOf(trend, position, table), p]],
      ),
    ),
  );
  const values = holm([...tests.values()]);
  return new Map([...tests.keys()].map((layer, at) => [layer, values[at] as number]));
}

function layerOf({ batch, mechanism, named }: Trend, position: number, { base }: LayerTableInput): string {
  return `${mechanism}, batch ${batch}, ${sizeText({ ...base, [named.axis]: position })}`;
}

function findingOf(trend: Trend, table: LayerTableInput, corrected: Corrected): LayerTableFinding {
  const { batch, mechanism, named, ratios } = trend;
  const { axis, symbol } = named;
  const [first, last] = [ratios[0], ratios.at(-1)] as [RatioAt, RatioAt];
  const best = ratios.reduce((least, one) => (one.ratio < least.ratio ? one : least));
  const crossing = crossingOf(ratios);
  const decided = ratios.filter(
    ({ position }) => (corrected.get(layerOf(trend, position, table)) ?? 1) < SIGNIFICANCE,
  );
  const faster = decided.filter(({ ratio }) => ratio < 1).length;
  const slower = decided.filter(({ ratio }) => ratio > 1);
  const at = (one: RatioAt) => `${one.ratio.toFixed(2)}× at ${symbol} = ${one.position}`;
  const slowerAt =
    slower.length > 0 ? ` (${symbol} = ${slower.map(({ position }) => position).join(', ')})` : '';
  return {
    claim: 5,
    mechanism,
    measure: `latency along ${symbol}, batch ${batch}`,
    verdict: verdictOf({ faster, slower: slower.length, sizes: ratios.length }),
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

function verdictOf({ faster, slower, sizes }: Record<'faster' | 'slower' | 'sizes', number>): Verdict {
  if (slower > 0) return 'contradicted';
  return faster === sizes ? 'supported' : 'not decided';
}
