import type { RandomStream } from '@better-attention/random';
import { type DenseOptions, type DenseParameters, denseParameterCount, initDense } from '../math/dense.js';
import type { AttentionOptions } from './attention.js';
import type { AttentionSettings } from './settings.js';
import { requireSize } from './settings.js';

/** The option of a mechanism that projects queries and keys. */
export interface KeyWidthOptions extends AttentionOptions {
  /**
   * The width of a head's queries and keys (default `D / H`); `key_dim` in Keras. Scores are divided by its root.
   */
  readonly keyWidth?: number;
}

/**
 * The options of a mechanism that projects queries, keys and values. With a `keyWidth`, heads needn't divide the model
 * width, as in Keras.
 */
export interface HeadWidthOptions extends KeyWidthOptions {
  /** The width of a head's values (default `keyWidth`); `value_dim` in Keras. */
  readonly valueWidth?: number;
}

/** How a mechanism reads {@link KeyWidthOptions}. */
export function readKeyWidth(where: string) {
  return (given: number | undefined, { headWidth }: { readonly headWidth: number }): number =>
    sized(where, 'keyWidth', given ?? headWidth);
}

/** How a mechanism reads {@link HeadWidthOptions}. */
export function readHeadWidths(where: string) {
  return {
    keyWidth: readKeyWidth(where),
    valueWidth: (
      given: number | undefined,
      { headWidth }: { readonly headWidth: number },
      { keyWidth }: HeadWidthOptions,
    ): number => sized(where, 'valueWidth', given ?? keyWidth ?? headWidth),
  };
}

/** Whether heads are slices of the model width: where their widths aren't given. */
export function slicesUnlessGiven({ keyWidth }: HeadWidthOptions): boolean {
  return keyWidth === undefined;
}

/** The projections of a mechanism that has one each for queries, keys, values and outputs, all heads side by side. */
export function headProjections({
  modelWidth,
  heads,
  keyWidth,
  valueWidth,
  useBias,
}: AttentionSettings<HeadWidthOptions>): Record<'query' | 'key' | 'value' | 'output', DenseOptions> {
  const from = (width: number) => ({ inputs: modelWidth, outputs: heads * width, useBias });
  return {
    query: from(keyWidth),
    key: from(keyWidth),
    value: from(valueWidth),
    output: { inputs: heads * valueWidth, outputs: modelWidth, useBias },
  };
}

/** How many numbers projections hold. */
export function projectionCount(projections: Readonly<Record<string, DenseOptions>>): number {
  return Object.values(projections).reduce((sum, each) => sum + denseParameterCount(each), 0);
}

/** Projections before the first step, each from the stream of its name. */
export function initProjections<Name extends string>(
  projections: Readonly<Record<Name, DenseOptions>>,
  random: RandomStream,
): Record<Name, DenseParameters> {
  const drawn = Object.entries<DenseOptions>(projections).map(([name, each]) => [
    name,
    initDense(random.derive(name), each),
  ]);
  return Object.fromEntries(drawn);
}

function sized(where: string, name: string, width: number): number {
  requireSize(where, name, width);
  return width;
}
