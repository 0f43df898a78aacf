import { type PairedRatio, pairedRatio } from '@better-attention/statistics';
import type { Axis, LayerSize, LayerTableInput } from '../input/tables.js';
import { bySeed, type Summary } from '../table/table-model.js';
import type { Quantities } from './quantities.js';
import { sizesAlong } from './sizes.js';

/** What was measured for a layer table. */
export interface MeasuredLayers {
  readonly input: LayerTableInput;
  readonly quantities: Quantities;
}

/** A ratio at a position of an axis. */
export interface RatioAt extends PairedRatio {
  readonly position: number;
  readonly size: LayerSize;
}

/** A mechanism's measure at every size of an axis that has it, relative to Standard's. */
export function ratiosAlong(
  { input, quantities }: MeasuredLayers,
  { axis, column, mechanism }: { readonly axis: Axis; readonly column: string; readonly mechanism: string },
): RatioAt[] {
  return sizesAlong(input, axis).flatMap((size) => {
    const [own, standard] = [mechanism, 'standard'].map((name) => quantities(column, name, size));
    return own && standard ? [{ position: size[axis], size, ...ratioOf(own, standard) }] : [];
  });
}

/** `quantity / other`, paired by repetition. */
export function ratioOf(quantity: Summary, other: Summary): PairedRatio {
  return pairedRatio(bySeed(quantity), bySeed(other));
}
