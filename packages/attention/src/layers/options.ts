import type { layers } from '@tensorflow/tfjs-layers';
import type { AttentionOptions, MechanismFacts } from '../contract/attention.js';
import {
  type OwnOption,
  requireBoolean,
  requireDropout,
  requireKnown,
  requireSize,
} from '../contract/settings.js';

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
   * Whether the layer has two outputs, the second being the attention weights (default false), `[B, H, Lq, Lk]` or over
   * fewer keys where the mechanism projects them.
   */
  readonly returnWeights?: boolean;
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
  returnWeights: true,
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
 * The attention's own among the options of a layer of a mechanism.
 * @throws when an option is unknown or out of range, or the mechanism can't be causal as it is asked to
 */
export function attentionConfig(
  where: string,
  options: AttentionLayerOptions,
  { optionNames, supportsCausal }: MechanismFacts,
): AttentionConfig {
  const own = [...optionNames, ...Object.keys(OWN_OPTIONS)];
  requireKnown(where, options, [...own, ...Object.keys(LAYER_OPTIONS)]);
  requireSize(where, 'heads', options.heads);
  requireDropout(where, options.dropout ?? 0);
  requireBoolean(where, 'causal', options.causal);
  requireBoolean(where, 'returnWeights', options.returnWeights);
  if (options.causal === true && !supportsCausal) {
    throw new Error(
      `${where}: it can't be causal; leave causal out, or take a mechanism that supportsCausal`,
    );
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
