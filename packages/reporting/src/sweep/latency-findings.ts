import { THREE } from '../claims/claimed.js';
import type { Verdict } from '../claims/model.js';
import { listed } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { holm } from '../statistics/holm.js';
import { SIGNIFICANCE } from '../table/decisions.js';
import { crossingOf } from './crossovers.js';
import { type FigureInput, ratiosAlong } from './figures.js';
import type { SweepFinding } from './findings.js';
import { batchesOf, latencyId } from './quantities.js';
import { AXES, fixedText, type ReportSweep, sizeText } from './report-sweep.js';

/** Latencies of a mechanism relative to Standard's along an axis, at least two. */
interface Trend {
  batch: number;
  mechanism: string;
  named: (typeof AXES)[number];
  ratios: ReturnType<typeof ratiosAlong>;
}

type Corrected = ReadonlyMap<string, number>;

/**
 * Claim 5, in times of single layers: one finding for each batch size, axis and mechanism. It is supported where the
 * mechanism is faster at every size, and contradicted where it is slower at one, by t tests on the logarithms of the
 * ratios, corrected by Holm's method over all layers of the sweep.
 */
export function latencyFindings(input: Pick<FigureInput, 'sweep' | 'quantities'>): SweepFinding[] {
  const { sweep } = input;
  const trends = batchesOf(sweep).flatMap((batch) =>
    AXES.filter(({ axis }) => sweep.axes[axis].length > 1).flatMap((named) =>
      THREE.flatMap((mechanism): Trend[] => {
        const ratios = ratiosAlong(input, { axis: named.axis, measure: latencyId(batch), mechanism });
        return ratios.length > 1 ? [{ batch, mechanism, named, ratios }] : [];
      }),
    ),
  );
  const corrected = correctedOf(trends, sweep);
  return trends.map((trend) => findingOf(trend, sweep, corrected));
}

/** Corrected p values by layer; a size that several axes pass through is one test. */
function correctedOf(trends: readonly Trend[], sweep: ReportSweep): Corrected {
  const tests = new Map(
    trends.flatMap((trend) =>
      trend.ratios.flatMap(({ position, p }): [string, number][] =>
        p === undefined ? [] : [[layerOf(trend, position, sweep), p]],
      ),
    ),
  );
  const values = holm([...tests.values()]);
  return new Map([...tests.keys()].map((layer, at) => [layer, values[at] as number]));
}

function layerOf({ batch, mechanism, named }: Trend, position: number, { base }: ReportSweep): string {
  return `${mechanism}, batch ${batch}, ${sizeText({ ...base, [named.axis]: position })}`;
}

function findingOf(trend: Trend, sweep: ReportSweep, corrected: Corrected): SweepFinding {
  const { batch, mechanism, named, ratios } = trend;
  const { axis, symbol } = named;
  const [first, last] = [ratios[0], ratios.at(-1)] as [Trend['ratios'][number], Trend['ratios'][number]];
  const best = ratios.reduce((least, one) => (one.ratio < least.ratio ? one : least));
  const crossing = crossingOf(ratios);
  const decided = ratios.filter(
    ({ position }) => (corrected.get(layerOf(trend, position, sweep)) ?? 1) < SIGNIFICANCE,
  );
  const faster = decided.filter(({ ratio }) => ratio < 1).length;
  const slower = decided.filter(({ ratio }) => ratio > 1);
  const at = (one: Trend['ratios'][number]) => `${one.ratio.toFixed(2)}× at ${symbol} = ${one.position}`;
  const slowerAt =
    slower.length > 0 ? ` (${symbol} = ${slower.map(({ position }) => position).join(', ')})` : '';
  return {
    claim: 5,
    mechanism,
    measure: `latency along ${symbol}, batch ${batch}`,
    verdict: verdictOf({ faster, slower: slower.length, sizes: ratios.length }),
    sentence: `Latency of ${mechanismLabel(mechanism)} relative to Standard’s, batch ${batch}, ${fixedText(sweep.base, axis)}: ${listed([...new Set([first, best, last])].map(at))}. Of ${ratios.length} sizes it is faster at ${faster} and slower at ${slower.length}${slowerAt}, each decided (corrected p < ${SIGNIFICANCE}).`,
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
    records: [...sweep.records.keys()],
  };
}

function verdictOf({ faster, slower, sizes }: Record<'faster' | 'slower' | 'sizes', number>): Verdict {
  if (slower > 0) return 'contradicted';
  return faster === sizes ? 'supported' : 'not decided';
}
