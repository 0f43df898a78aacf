import { type AttentionInput } from '@better-attention/records';
import type { ReportTable } from '../report-table.js';
/** What one mechanism attends to in one example: the weights of its last layer. */
export interface Panel {
  mechanism: string;
  /** The file name of the run's record. */
  file: string;
  layer: string;
  heads: number;
  queries: number;
  keys: number;
  /** `[H × Lq × Lk]` */
  weights: Float32Array;
  /** Mean over heads, `[Lq × Lk]`. */
  mean: Float32Array;
}
/** One example beside what the mechanisms attend to in it. */
export interface ComparedExample {
  label: string;
  input: AttentionInput;
  /** In the order of the mechanisms. */
  panels: readonly Panel[];
}
/**
 * The examples that the runs of the main heads with the lowest seed hold maps of, each with a panel a mechanism.
 * Vocabularies differ between seeds, so seeds are never mixed.
 */
export declare function comparedExamples(table: ReportTable): ComparedExample[];
/** The weights of one head, `[Lq × Lk]`. */
export declare function headOf({ weights, queries, keys }: Panel, head: number): Float32Array;
/** A map as it is shown: weights of queries by keys, or for images what each patch receives, in their places. */
export interface ShownMap {
  values: Float32Array;
  width: number;
}
/**
 * @param weights `[Lq × Lk]`
 */
export declare function shownMap(
  input: AttentionInput,
  { queries, keys }: Panel,
  weights: Float32Array,
): ShownMap;
/** The largest mean weight that any mechanism shows in an example: the bright end of all its maps. */
export declare function largestOf({ input, panels }: ComparedExample): number;
/** The words beside the rows and above the columns of a layer's map; none for images. */
export declare function wordsOf(
  input: AttentionInput,
  { layer, queries, keys }: Panel,
): {
  rows: readonly string[];
  columns: readonly string[];
};
