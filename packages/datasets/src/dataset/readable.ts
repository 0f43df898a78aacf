import type { RandomStream } from '@better-attention/random';

/** The shape of one example's values in a field, and their type. */
export interface Field {
  readonly shape: readonly number[];
  readonly dtype: 'int32' | 'float32';
}

/** The values of one field, example after example. */
export type Values = Int32Array | Float32Array;

/** Values of examples by their fields. */
export type AnyBatch = Readonly<Record<string, Values>>;

/** Examples as far as they must be made by hand; {@link examplesOf} adds what follows from it. */
export interface ReadableExamples<Batch extends AnyBatch = Record<string, Values>> {
  readonly size: number;
  /** The class of each example. */
  readonly labels: Int32Array;
  /**
   * The examples at some positions, in their order: for each field an array of B × its shape. Where that is much work,
   * it begins at once on another thread, so that batches that are asked for early are made while this one computes.
   *
   * @param augmentation the stream of a training step, from which images are flipped, turned and zoomed where the data
   *   set's options say so; without it, nothing is changed
   * @throws TypeError for what is no list of positions
   * @throws RangeError for a position outside 0 … size − 1
   */
  batch(positions: ArrayLike<number>, augmentation?: RandomStream): Promise<Batch>;
}
