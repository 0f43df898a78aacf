import type { LayerSize } from '../input/tables.js';
import { grouped, mechanismLabel, percent } from '../text/format.js';
import { MULTIPLICATIONS, type PapersMechanism, SHARES, THREE } from '../verdicts/claimed.js';
import type { LayerTableFinding } from '../verdicts/finding.js';
import { CROSSOVERS } from './crossovers.js';
import { type MeasuredLayers, ratiosAlong } from './ratios.js';
import { AXES, fixedText, sizesAlong, sizeText } from './sizes.js';

/**
 * What counts say: claim 1 and 2 of each of the paper's mechanisms, and without a verdict where Super's counts cross
 * Standard's.
 *
 * @throws Error when a count crosses Standard's elsewhere than is derived
 */
export function countFindings(layers: MeasuredLayers): LayerTableFinding[] {
  return [
    ...THREE.flatMap((mechanism) => fewerParameters(layers, mechanism)),
    ...THREE.flatMap((mechanism) => fewerProducts(layers, mechanism)),
    ...CROSSOVERS.flatMap((crossover) => crossoverFinding(layers, crossover)),
  ];
}

/** Claim 1, at the size nearest to its condition: Super's quarter is of ℓ = d_m. */
function fewerParameters(layers: MeasuredLayers, mechanism: PapersMechanism): LayerTableFinding[] {
  const { input } = layers;
  const sizes = AXES.flatMap(({ axis }) => sizesAlong(input, axis));
  const size = sizes.find(({ contextLength, modelWidth }) => contextLength === modelWidth) ?? input.base;
  return compared(layers, { column: 'parameters', mechanism, size }).map(({ own, standard, files }) => ({
    claim: 1,
    mechanism,
    measure: 'parameters without biases',
    ...((mechanism !== 'super' || size.contextLength === size.modelWidth) && {
      verdict: 1 - own / standard >= SHARES[mechanism] - 1e-9 ? 'supported' : 'contradicted',
    }),
    sentence: `${mechanismLabel(mechanism)} has ${grouped(own)} parameters without biases, Standard ${grouped(standard)}: ${percent(1 - own / standard)} fewer (${sizeText(size)}).`,
    numbers: { standard, mechanism: own, ratio: own / standard, ...size },
    records: files,
  }));
}

/** Claim 2, of the base's size. */
function fewerProducts(layers: MeasuredLayers, mechanism: PapersMechanism): LayerTableFinding[] {
  const { base } = layers.input;
  return compared(layers, { column: 'matmulsPerHead', mechanism, size: base }).map(
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
  { quantities }: MeasuredLayers,
  { column, mechanism, size }: { column: string; mechanism: string; size: LayerSize },
) {
  const [own, standard] = [mechanism, 'standard'].map((name) => quantities(column, name, size));
  return own && standard ? [{ own: own.mean, standard: standard.mean, files: own.files }] : [];
}

/** Where Super's count equals Standard's: derived, and between which counted lengths it lies. */
function crossoverFinding(
  layers: MeasuredLayers,
  { column, title, factor, symbol }: (typeof CROSSOVERS)[number],
): LayerTableFinding[] {
  const { name, base, records } = layers.input;
  const ratios = ratiosAlong(layers, { axis: 'contextLength', column, mechanism: 'super' });
  const below = ratios.findLast(({ ratio }) => ratio < 1);
  const above = ratios.find(({ ratio }) => ratio > 1);
  if (!below || !above) return [];
  const equal = ratios.find(({ ratio }) => ratio === 1);
  const derived = factor * base.modelWidth;
  if (derived < below.position || derived > above.position) {
    throw new Error(
      `report of ${name}: Super's ${column} should cross Standard's at ℓ = ${derived}, and was counted to cross between ${below.position} and ${above.position}`,
    );
  }
  return [
    {
      claim: column === 'parameters' ? 1 : 5,
      mechanism: 'super',
      measure: title,
      sentence: `${title}: Super has fewer than Standard while ℓ < ${symbol} · d_m = ${Number(derived.toFixed(1))}; counted, ${percent(1 - below.ratio)} fewer at ℓ = ${below.position}${equal ? `, as many at ℓ = ${equal.position}` : ''} and ${percent(above.ratio - 1)} more at ℓ = ${above.position} (${fixedText(base, 'contextLength')}).`,
      numbers: {
        derived,
        below: below.position,
        above: above.position,
        ratioBelow: below.ratio,
        ratioAbove: above.ratio,
      },
      records: [...records.keys()],
    },
  ];
}
