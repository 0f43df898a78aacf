/** How an axis is named, in the order of tables and figures. */
export const AXES = [
  { axis: 'contextLength', file: 'context-length', symbol: 'ℓ', label: 'context length ℓ' },
  { axis: 'modelWidth', file: 'model-width', symbol: 'd_m', label: 'model width d_m' },
  { axis: 'heads', file: 'heads', symbol: 'h', label: 'number of heads h' },
];
/** The sizes along an axis, ascending. */
export function sizesAlong({ base, axes }, axis) {
  return [...axes[axis]].sort((left, right) => left - right).map((value) => ({ ...base, [axis]: value }));
}
/** `ℓ = 64, d_m = 64, h = 4` */
export function sizeText({ contextLength, modelWidth, heads }) {
  return `ℓ = ${contextLength}, d_m = ${modelWidth}, h = ${heads}`;
}
/** `d_m = 64, h = 4`: what stays the same along an axis. */
export function fixedText(base, varied) {
  return AXES.filter(({ axis }) => axis !== varied)
    .map(({ axis, symbol }) => `${symbol} = ${base[axis]}`)
    .join(', ');
}
/**
 * Refuses records of another sweep, preset or kind.
 *
 * @throws Error naming the file
 */
export function checkSweep({ name, preset, kind, records }) {
  for (const [file, record] of records) {
    if (record.experiment !== name || record.preset !== preset.name || record.kind !== kind) {
      throw new Error(
        `report of ${name}, preset ${preset.name}: ${file} is of ${record.experiment}, preset ${record.preset}, ` +
          `kind ${record.kind}; presets and experiments are never mixed in a table`,
      );
    }
  }
}
