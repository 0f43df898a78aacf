import { MULTIPLICATIONS, type PapersMechanism, SHARES, THREE } from '../claims/claimed.js';
import type { LayerFinding } from '../claims/model.js';
import { grouped, listed, percent } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { CROSSOVERS, type RatioAt } from './crossovers.js';
import { type FigureInput, ratiosAlong } from './figures.js';
import { latencyFindings } from './latency-findings.js';
import { batchesOf, latencyId, meanOf } from './quantities.js';
import { AXES, fixedText, type LayerSize, sizesAlong, sizeText } from './report-sweep.js';

/** What a sweep says about one mechanism in one measure. */
export interface SweepFinding extends LayerFinding {
  /** The paper's claim that it bears on. */
  claim: 1 | 2 | 5;
}

type Input = Pick<FigureInput, 'sweep' | 'quantities'>;

/** What a sweep says about the paper's claims; nothing without records. */
export function findingsOf(input: Input): SweepFinding[] {
  if (input.sweep.records.size === 0) return [];
  if (input.sweep.kind === 'complexity') {
    return [
      ...THREE.flatMap((mechanism) => fewerParameters(input, mechanism)),
      ...THREE.flatMap((mechanism) => fewerProducts(input, mechanism)),
      ...CROSSOVERS.flatMap((crossover) => crossoverFinding(input, crossover)),
    ];
  }
  return latencyFindings(input);
}

/**
 * What a reader should know first: of counts, every finding; of times, a sentence for each batch size and axis that
 * says where the gain shrinks.
 */
export function sentencesOf(input: Input): string[] {
  const { kind, axes, records } = input.sweep;
  if (kind === 'complexity' || records.size === 0) return findingsOf(input).map(({ sentence }) => sentence);
  return batchesOf(input.sweep).flatMap((batch) =>
    AXES.filter(({ axis }) => axes[axis].length > 1).flatMap((named) => trendSentence(input, named, batch)),
  );
}

/** The shortest of {@link sentencesOf}: of counts, where Super's cross Standard's alone. */
export function briefOf(input: Input): string[] {
  if (input.sweep.kind === 'latency') return sentencesOf(input);
  const crossovers = findingsOf(input).filter(({ verdict }) => verdict === undefined);
  return crossovers.map(({ sentence }) => sentence);
}

/** How the gains of the paper's three change from one end of an axis to the other. */
function trendSentence(input: Input, { axis, symbol }: (typeof AXES)[number], batch: number): string[] {
  const measure = latencyId(batch);
  const trends = THREE.flatMap((mechanism) => {
    const ratios = ratiosAlong(input, { axis, measure, mechanism });
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
    `Latency relative to Standard’s, batch ${batch}, from ${symbol} = ${any.first.position} to ${symbol} = ${any.last.position} (${fixedText(input.sweep.base, axis)}): ${listed(ranges)}. ${decided}`,
  ];
}

/** Claim 1, at the size nearest to its condition: Super's quarter is of ℓ = d_m. */
function fewerParameters({ sweep, quantities }: Input, mechanism: PapersMechanism): SweepFinding[] {
  const sizes = AXES.flatMap(({ axis }) => sizesAlong(sweep, axis));
  const size = sizes.find(({ contextLength, modelWidth }) => contextLength === modelWidth) ?? sweep.base;
  return compared({ sweep, quantities }, { measure: 'parameters', mechanism, size }).map(
    ({ own, standard, files }) => ({
      claim: 1,
      mechanism,
      measure: 'parameters without biases',
      ...((mechanism !== 'super' || size.contextLength === size.modelWidth) && {
        verdict: 1 - own / standard >= SHARES[mechanism] - 1e-9 ? 'supported' : 'contradicted',
      }),
      sentence: `${mechanismLabel(mechanism)} has ${grouped(own)} parameters without biases, Standard ${grouped(standard)}: ${percent(1 - own / standard)} fewer (${sizeText(size)}).`,
      numbers: { standard, mechanism: own, ratio: own / standard, ...size },
      records: files,
    }),
  );
}

/** Claim 2, of the base's size. */
function fewerProducts(input: Input, mechanism: PapersMechanism): SweepFinding[] {
  const { base } = input.sweep;
  return compared(input, { measure: 'matmulsPerHead', mechanism, size: base }).map(
    ({ own, standard, files }) => ({
      claim: 2,
      mechanism,
      measure: 'matrix products per head',
      verdict: standard - own === MULTIPLICATIONS[mechanism] ? 'supported' : 'contradicted',
      sentence: `${mechanismLabel(mechanism)} computes ${own} matrix products per head, Standard ${standard}.`,
      numbers: { standard, mechanism: own, fewer: standard - own },
      records: files,
    }),
  );
}

function compared(
  { quantities }: Input,
  { measure, mechanism, size }: { measure: string; mechanism: string; size: LayerSize },
) {
  const [own, standard] = [mechanism, 'standard'].map((name) => quantities(measure, name, size));
  return own && standard ? [{ own: meanOf(own), standard: meanOf(standard), files: own.files }] : [];
}

/** Where Super's count equals Standard's: derived, and between which counted lengths it lies. */
function crossoverFinding(
  input: Input,
  { measure, title, factor, symbol }: (typeof CROSSOVERS)[number],
): SweepFinding[] {
  const { sweep } = input;
  const ratios = ratiosAlong(input, { axis: 'contextLength', measure, mechanism: 'super' });
  const [below, above] = [
    ratios.filter(({ ratio }) => ratio < 1).at(-1),
    ratios.find(({ ratio }) => ratio > 1),
  ];
  if (!below || !above) return [];
  const equal = ratios.find(({ ratio }) => ratio === 1);
  const derived = factor * sweep.base.modelWidth;
  if (derived < below.position || derived > above.position) {
    throw new Error(
      `report of ${sweep.name}: Super's ${measure} should cross Standard's at ℓ = ${derived}, and was counted to cross between ${below.position} and ${above.position}`,
    );
  }
  return [
    {
      claim: measure === 'parameters' ? 1 : 5,
      mechanism: 'super',
      measure: title,
      sentence: `${title}: Super has fewer than Standard while ℓ < ${symbol} · d_m = ${Number(derived.toFixed(1))}; counted, ${percent(1 - below.ratio)} fewer at ℓ = ${below.position}${equal ? `, as many at ℓ = ${equal.position}` : ''} and ${percent(above.ratio - 1)} more at ℓ = ${above.position} (${fixedText(sweep.base, 'contextLength')}).`,
      numbers: {
        derived,
        below: below.position,
        above: above.position,
        ratioBelow: below.ratio,
        ratioAbove: above.ratio,
      },
      records: [...sweep.records.keys()],
    },
  ];
}
