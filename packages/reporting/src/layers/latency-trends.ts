import { groupBy } from '../collections/groups.js';
import type { LayerTableInput } from '../input/tables.js';
import { listed, mechanismLabel, rangeText } from '../text/format.js';
import { THREE } from '../verdicts/claimed.js';
import { batchesOf, timeId } from './measures.js';
import { type MeasuredLayers, type RatioAt, ratiosAlong } from './ratios.js';
import { fixedText, type NamedAxis, variedAxes } from './sizes.js';

/** Latencies of a mechanism relative to Standard's along an axis, at two sizes or more. */
export interface Trend {
  readonly batch: number;
  readonly mechanism: string;
  readonly named: NamedAxis;
  readonly ratios: readonly RatioAt[];
  readonly first: RatioAt;
  readonly last: RatioAt;
}

/** The trends of the paper's three, those of one batch size and axis together. */
export function trendsOf(layers: MeasuredLayers): Trend[][] {
  const { input } = layers;
  return batchesOf(input).flatMap((batch) =>
    variedAxes(input).map((named) =>
      THREE.flatMap((mechanism): Trend[] => {
        const column = timeId(batch, 'milliseconds');
        const ratios = ratiosAlong(layers, { axis: named.axis, column, mechanism });
        const [first, last] = [ratios[0], ratios.at(-1)];
        return first && last && first !== last ? [{ batch, mechanism, named, ratios, first, last }] : [];
      }),
    ),
  );
}

/** Between which ratios each mechanism's latencies lie, over all axes and batch sizes. */
export function rangesSentence(trends: readonly Trend[]): string {
  const batches = [...new Set(trends.map(({ batch }) => String(batch)))];
  const ranges = [...groupBy(trends, ({ mechanism }) => mechanism)].map(
    ([mechanism, own]) =>
      `${mechanismLabel(mechanism)} ${rangeText(own.flatMap(({ ratios }) => ratios.map(({ ratio }) => ratio)))}`,
  );
  return `Latency relative to Standard’s at the sizes measured, batch ${listed(batches)}: ${listed(ranges)}.`;
}

/** How the gains change from one end of an axis to the other: a sentence for each batch size and axis. */
export function trendSentences(together: readonly (readonly Trend[])[], { base }: LayerTableInput): string[] {
  return together.flatMap((trends) => {
    const [any] = trends;
    if (any === undefined) return [];
    const { batch, named, first, last } = any;
    const { symbol, axis } = named;
    const ranges = trends.map((one) => `${mechanismLabel(one.mechanism)} ${endsText(one)}`);
    return [
      `Latency relative to Standard’s, batch ${batch}, from ${symbol} = ${first.position} to ${symbol} = ${last.position} (${fixedText(base, axis)}): ${listed(ranges)}. ${changesText(trends)}`,
    ];
  });
}

/** `0.92× to 0.93×`: at the first size and at the last. */
export function endsText({ first, last }: Trend): string {
  return [first, last].map(({ ratio }) => `${ratio.toFixed(2)}×`).join(' to ');
}

/** What happens to a gain from the first size to the last, beyond the 95 % intervals of both; nothing where that isn't shown. */
export function changeOf({ first, last }: Trend): 'shrinks' | 'grows' | undefined {
  if (isLess(first, last)) return 'shrinks';
  return isLess(last, first) ? 'grows' : undefined;
}

function changesText(trends: readonly Trend[]): string {
  const shrinking = trends.filter((trend) => changeOf(trend) === 'shrinks');
  const growing = trends.filter((trend) => changeOf(trend) === 'grows');
  const names = (of: readonly Trend[]) => listed(of.map(({ mechanism }) => mechanismLabel(mechanism)));
  const changes = [
    ...(shrinking.length > 0 ? [`shrinks for ${names(shrinking)}`] : []),
    ...(growing.length > 0 ? [`grows for ${names(growing)}`] : []),
  ];
  return changes.length > 0
    ? `Beyond the 95 % intervals, the gain ${changes.join(' and ')}.`
    : 'No gain changes beyond the 95 % intervals.';
}

function isLess(left: RatioAt, right: RatioAt): boolean {
  return (left.interval?.[1] ?? Infinity) < (right.interval?.[0] ?? 0);
}
