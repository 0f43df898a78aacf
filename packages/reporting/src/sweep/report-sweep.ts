import type { LayerRecord } from '@better-attention/records';
import type { Paper } from '../paper.js';

/** The size of an attention layer: Lq = Lk, D and H. */
export interface LayerSize {
  contextLength: number;
  modelWidth: number;
  heads: number;
}

/** What a sweep varies, one at a time. */
export type Axis = keyof LayerSize;

/** A sweep over the sizes of single attention layers, and how to show it. */
export interface ReportSweep {
  /** Names files and anchors: `complexity`. */
  name: string;
  title: string;
  kind: LayerRecord['kind'];
  preset: { name: string; because?: string };
  /** In the order of the rows. */
  mechanisms: readonly string[];
  /** The size that every axis passes through. */
  base: LayerSize;
  axes: Readonly<Record<Axis, readonly number[]>>;
  /** By file name. */
  records: ReadonlyMap<string, LayerRecord>;
  /** The folder of those files, for links. */
  recordsFolder: string;
  /** Records that are left out, by file name, each with its reason. */
  unusable?: ReadonlyMap<string, string>;
  /** What else a reader must know about these records, a sentence each. */
  remarks?: readonly string[];
  /** What is known of the paper's numbers; each `column` is a measure in words. */
  paper?: Paper;
  /** How this preset differs from the paper, a line each. */
  deviations: readonly string[];
}

/** How an axis is named, in the order of tables and figures. */
export const AXES: readonly { axis: Axis; file: string; symbol: string; label: string }[] = [
  { axis: 'contextLength', file: 'context-length', symbol: 'ℓ', label: 'context length ℓ' },
  { axis: 'modelWidth', file: 'model-width', symbol: 'd_m', label: 'model width d_m' },
  { axis: 'heads', file: 'heads', symbol: 'h', label: 'number of heads h' },
];

/** The sizes along an axis, ascending. */
export function sizesAlong({ base, axes }: Pick<ReportSweep, 'base' | 'axes'>, axis: Axis): LayerSize[] {
  return [...axes[axis]].sort((left, right) => left - right).map((value) => ({ ...base, [axis]: value }));
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

/**
 * Refuses records of another sweep, preset or kind.
 *
 * @throws Error naming the file
 */
export function checkSweep({ name, preset, kind, records }: ReportSweep): void {
  for (const [file, record] of records) {
    if (record.experiment !== name || record.preset !== preset.name || record.kind !== kind) {
      throw new Error(
        `report of ${name}, preset ${preset.name}: ${file} is of ${record.experiment}, preset ${record.preset}, ` +
          `kind ${record.kind}; presets and experiments are never mixed in a table`,
      );
    }
  }
}
