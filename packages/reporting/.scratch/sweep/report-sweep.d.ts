import type { SweepRecord } from '@better-attention/records';
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
  kind: SweepRecord['kind'];
  preset: {
    name: string;
    because?: string;
  };
  /** In the order of the rows. */
  mechanisms: readonly string[];
  /** The size that every axis passes through. */
  base: LayerSize;
  axes: Readonly<Record<Axis, readonly number[]>>;
  /** By file name. */
  records: ReadonlyMap<string, SweepRecord>;
  /** The folder of those files, for links. */
  recordsFolder: string;
  /** How this preset differs from the paper, a line each. */
  deviations: readonly string[];
}
/** How an axis is named, in the order of tables and figures. */
export declare const AXES: readonly {
  axis: Axis;
  file: string;
  symbol: string;
  label: string;
}[];
/** The sizes along an axis, ascending. */
export declare function sizesAlong(
  { base, axes }: Pick<ReportSweep, 'base' | 'axes'>,
  axis: Axis,
): LayerSize[];
/** `ℓ = 64, d_m = 64, h = 4` */
export declare function sizeText({ contextLength, modelWidth, heads }: LayerSize): string;
/** `d_m = 64, h = 4`: what stays the same along an axis. */
export declare function fixedText(base: LayerSize, varied: Axis): string;
/**
 * Refuses records of another sweep, preset or kind.
 *
 * @throws Error naming the file
 */
export declare function checkSweep({ name, preset, kind, records }: ReportSweep): void;
