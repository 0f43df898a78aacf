import type { layers } from '@tensorflow/tfjs-layers';
import type { AttentionOptions } from '../contract/attention.js';
import { type OwnOption, requireKnown } from '../contract/settings.js';

/** Name, input shape, initial weights and whether they are trained, as all layers of TensorFlow.js take them. */
export type LayerOptions = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** What an attention layer takes besides a mechanism's options, and those of them that it learns from its input. */
export interface OwnLayerOptions {
  /** D (default: the width of the first input). */
  readonly modelWidth?: number;
  /** Lk, the number of keys (default: the length of the value input, where it is known). */
  readonly contextLength?: number;
  /** Whether query t attends to keys 0 … t only (default false). */
  readonly causal?: boolean;
  /**
   * Seed of the initial weights, which are those of the mechanism's `init(randomStream(seed))`, and of the dropout
   * (default: drawn anew for each layer). A non-negative integer; give each layer of a model its own.
   */
  readonly seed?: number;
}

/** Settings of an attention layer: those of its mechanism, and those that all layers of TensorFlow.js have. */
export type AttentionLayerOptions<Options extends AttentionOptions = AttentionOptions> = LayerOptions &
  OwnLayerOptions &
  Omit<AttentionOptions, keyof OwnLayerOptions> &
  Pick<Options, OwnOption<Options>>;

/** The settings that a saved layer holds besides those of all layers. */
export type AttentionConfig = Omit<AttentionLayerOptions, keyof LayerOptions>;

const OWN_OPTIONS: Readonly<Record<Exclude<keyof OwnLayerOptions, keyof AttentionOptions>, true>> = {
  causal: true,
  seed: true,
};

const LAYER_OPTIONS: Readonly<Record<keyof LayerOptions, true>> = {
  name: true,
  inputShape: true,
  batchInputShape: true,
  batchSize: true,
  dtype: true,
  inputDType: true,
  trainable: true,
  weights: true,
};

/**
 * The attention's own among the options of a layer whose mechanism takes options of these names.
 * @throws when an option is unknown, or the dropout is not in [0, 1)
 */
export function attentionConfig(
  where: string,
  options: AttentionLayerOptions,
  optionNames: readonly string[],
): AttentionConfig {
  const own = [...optionNames, ...Object.keys(OWN_OPTIONS)];
  requireKnown(where, options, [...own, ...Object.keys(LAYER_OPTIONS)]);
  const { dropout = 0 } = options;
  if (!(dropout >= 0 && dropout < 1)) {
    throw new Error(`${where}: expected a dropout from 0 to below 1, got ${dropout}`);
  }
  return picked(options, own) as unknown as AttentionConfig;
}

/** The options of these names that are given. */
export function picked(options: object, names: readonly string[]): Record<string, unknown> {
  const given = Object.entries(options).filter(
    ([name, value]) => names.includes(name) && value !== undefined,
  );
  return Object.fromEntries(given);
}
