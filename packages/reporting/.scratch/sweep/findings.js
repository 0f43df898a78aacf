import { grouped, listed, percent } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { CROSSOVERS, crossingOf } from './crossovers.js';
import { ratiosAlong } from './figures.js';
import { batchesOf, latencyId, meanOf } from './quantities.js';
import { AXES, fixedText, sizesAlong, sizeText } from './report-sweep.js';

const THREE = ['optimised', 'efficient', 'super'];
/** What a sweep says about the paper's claims; nothing without records. */
export function findingsOf(input) {
  if (input.sweep.records.size === 0) return [];
  if (input.sweep.kind === 'complexity') {
    return [
      ...THREE.flatMap((mechanism) => fewerParameters(input, mechanism)),
      ...THREE.flatMap((mechanism) => fewerProducts(input, mechanism)),
      ...CROSSOVERS.flatMap((crossover) => crossoverFinding(input, crossover)),
    ];
  }
  return batchesOf(input.sweep).flatMap((batch) =>
    AXES.filter(({ axis }) => input.sweep.axes[axis].length > 1).flatMap(({ axis }) =>
      THREE.flatMap((mechanism) => latencyFinding(input, { axis, batch, mechanism })),
    ),
  );
}
/** Claim 1, at the size nearest to its condition: Super's quarter is of ℓ = d_m. */
function fewerParameters({ sweep, quantities }, mechanism) {
  const sizes = AXES.flatMap(({ axis }) => sizesAlong(sweep, axis));
  const size = sizes.find(({ contextLength, modelWidth }) => contextLength === modelWidth) ?? sweep.base;
  return compared({ sweep, quantities }, { measure: 'parameters', mechanism, size }).map(
    ({ own, standard, files }) => ({
      claim: 1,
      mechanism,
      measure: 'parameters',
      sentence: `${mechanismLabel(mechanism)} has ${grouped(own)} parameters without biases, Standard ${grouped(standard)}: ${percent(1 - own / standard)} fewer (${sizeText(size)}).`,
      numbers: { standard, mechanism: own, ratio: own / standard, ...size },
      records: files,
    }),
  );
}
/** Claim 2, of the base's size. */
function fewerProducts(input, mechanism) {
  const { base } = input.sweep;
  return compared(input, { measure: 'matmulsPerHead', mechanism, size: base }).map(
    ({ own, standard, files }) => ({
      claim: 2,
      mechanism,
      measure: 'matmulsPerHead',
      sentence: `${mechanismLabel(mechanism)} computes ${own} matrix products per head, Standard ${standard}.`,
      numbers: { standard, mechanism: own, fewer: standard - own },
      records: files,
    }),
  );
}
function compared({ quantities }, { measure, mechanism, size }) {
  const [own, standard] = [mechanism, 'standard'].map((name) => quantities(measure, name, size));
  return own && standard ? [{ own: meanOf(own), standard: meanOf(standard), files: own.files }] : [];
}
/** Where Super's count equals Standard's: derived, and between which counted lengths it lies. */
function crossoverFinding(input, { measure, title, factor, symbol }) {
  const { sweep } = input;
  const ratios = ratiosAlong(input, { axis: 'contextLength', measure, mechanism: 'super' });
  const [below, above] = [
    ratios.filter(({ ratio }) => ratio < 1).at(-1),
    ratios.find(({ ratio }) => ratio > 1),
  ];
  if (!below || !above) return [];
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
      measure,
      sentence: `${title}: Super has fewer than Standard while ℓ < ${symbol} · d_m = ${Number(derived.toFixed(1))}; counted, ${percent(1 - below.ratio)} fewer at ℓ = ${below.position} and ${percent(above.ratio - 1)} more at ℓ = ${above.position} (${fixedText(sweep.base, 'contextLength')}).`,
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
/** How the time saved changes along an axis, and where nothing is saved any more. */
function latencyFinding(input, { axis, batch, mechanism }) {
  const { sweep } = input;
  const ratios = ratiosAlong(input, { axis, measure: latencyId(batch), mechanism });
  const [first, last] = [ratios[0], ratios.at(-1)];
  if (!first || !last || first === last) return [];
  const symbol = AXES.find((one) => one.axis === axis)?.symbol;
  const crossing = crossingOf(ratios);
  const best = ratios.reduce((least, one) => (one.ratio < least.ratio ? one : least));
  const at = (one) => `${one.ratio.toFixed(2)}× at ${symbol} = ${one.position}`;
  const between = [...new Set([first, best, last])].map(at);
  const gain = crossing
    ? ` It is faster up to ${symbol} = ${crossing.between[0]} and slower from ${symbol} = ${crossing.between[1]} on.`
    : '';
  return [
    {
      claim: 5,
      mechanism,
      measure: latencyId(batch),
      sentence: `Latency of ${mechanismLabel(mechanism)} relative to Standard’s, batch ${batch}, ${fixedText(sweep.base, axis)}: ${listed(between)}.${gain}`,
      numbers: {
        batch,
        first: first.position,
        ratioFirst: first.ratio,
        best: best.position,
        ratioBest: best.ratio,
        last: last.position,
        ratioLast: last.ratio,
        ...(crossing && {
          fasterUpTo: crossing.between[0],
          slowerFrom: crossing.between[1],
          crossing: crossing.near,
        }),
      },
      records: [...sweep.records.keys()],
    },
  ];
}
