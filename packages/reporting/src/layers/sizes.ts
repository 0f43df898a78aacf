import { ascending } from '../collections/groups.js';
import type { Axis, LayerSize, LayerTableInput } from '../input/tables.js';

/** An axis and how it is named. */
export interface NamedAxis {
  readonly axis: Axis;
  /** Ends file names: `context-length`. */
  readonly file: string;
  readonly symbol: string;
  readonly label: string;
}

/** Every axis, in the order of tables and figures. */
export const AXES: readonly NamedAxis[] = [
  { axis: 'contextLength', file: 'context-length', symbol: 'ℓ', label: 'context length ℓ' },
  { axis: 'modelWidth', file: 'model-width', symbol: 'd_m', label: 'model width d_m' },
  { axis: 'heads', file: 'heads', symbol: 'h', label: 'number of heads h' },
];

/** The axes along which a table has more sizes than one. */
export function variedAxes({ axes }: Pick<LayerTableInput, 'axes'>): NamedAxis[] {
  return AXES.filter(({ axis }) => axes[axis].length > 1);
}

/** The sizes along an axis, ascending. */
export function sizesAlong({ base, axes }: Pick<LayerTableInput, 'base' | 'axes'>, axis: Axis): LayerSize[] {
  return ascending(axes[axis]).map((value) => ({ ...base, [axis]: value }));
}

/** The id of a layer: `super-l64-d64-h4`. */
export function layerId(mechanism: string, { contextLength, modelWidth, heads }: LayerSize): string {
  return `${mechanism}-l${contextLength}-d${modelWidth}-h${heads}`;
}

/** `ℓ = 64, d_m = 64, h = 4` */
export function sizeText({ contextLength, modelWidth, heads }: LayerSize): string {
  return `ℓ = ${contextLength}, d_m = ${modelWidth}, h = ${heads}`;
}

/** `d_m = 64, h = 4`: what stays the same along an axis. */
export function fixedText(base: LayerSize, varied: Axis): string {
  return AXES.filter(({ axis }) => axis !== varied)
    .map(({ axis, symbol }) => `${symbol} = ${base[axis]}`)
    .join(', ');
}
