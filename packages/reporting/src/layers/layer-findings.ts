import { listed, mechanismLabel } from '../text/format.js';
import { THREE } from '../verdicts/claimed.js';
import type { LayerTableFinding } from '../verdicts/finding.js';
import { countFindings } from './count-findings.js';
import { latencyFindings } from './latency-findings.js';
import { batchesOf, latencyId } from './measures.js';
import { type MeasuredLayers, type RatioAt, ratiosAlong } from './ratios.js';
import { fixedText, type NamedAxis, variedAxes } from './sizes.js';

/** What a layer table says about the paper's claims; nothing without records. */
export function findingsOf(layers: MeasuredLayers): LayerTableFinding[] {
  const { kind, records } = layers.input;
  if (records.size === 0) return [];
  return kind === 'complexity' ? countFindings(layers) : latencyFindings(layers);
}

/**
 * What a reader should know first: of counts, every finding; of times, a sentence for each batch size and axis that
 * says where the gain shrinks.
 */
export function sentencesOf(layers: MeasuredLayers, findings: readonly LayerTableFinding[]): string[] {
  const { input } = layers;
  if (input.kind === 'complexity') return findings.map(({ sentence }) => sentence);
  return batchesOf(input).flatMap((batch) =>
    variedAxes(input).flatMap((named) => trendSentence(layers, named, batch)),
  );
}

/** How the gains of the paper's three change from one end of an axis to the other. */
function trendSentence(layers: MeasuredLayers, { axis, symbol }: NamedAxis, batch: number): string[] {
  const column = latencyId(batch);
  const trends = THREE.flatMap((mechanism) => {
    const ratios = ratiosAlong(layers, { axis, column, mechanism });
    const [first, last] = [ratios[0], ratios.at(-1)];
    return first && last && first !== last ? [{ name: mechanismLabel(mechanism), first, last }] : [];
  });
  const [any] = trends;
  if (any === undefined) return [];
  const ranges = trends.map(
    ({ name, first, last }) => `${name} ${first.ratio.toFixed(2)}× to ${last.ratio.toFixed(2)}×`,
  );
  const isLess = (left: RatioAt, right: RatioAt) =>
    (left.interval?.[1] ?? Infinity) < (right.interval?.[0] ?? 0);
  const shrinking = trends.filter(({ first, last }) => isLess(first, last)).map(({ name }) => name);
  const growing = trends.filter(({ first, last }) => isLess(last, first)).map(({ name }) => name);
  const changes = [
    ...(shrinking.length > 0 ? [`shrinks for ${listed(shrinking)}`] : []),
    ...(growing.length > 0 ? [`grows for ${listed(growing)}`] : []),
  ];
  const decided =
    changes.length > 0
      ? `Beyond the 95 % intervals, the gain ${changes.join(' and ')}.`
      : 'No gain changes beyond the 95 % intervals.';
  return [
    `Latency relative to Standard’s, batch ${batch}, from ${symbol} = ${any.first.position} to ${symbol} = ${any.last.position} (${fixedText(layers.input.base, axis)}): ${listed(ranges)}. ${decided}`,
  ];
}
