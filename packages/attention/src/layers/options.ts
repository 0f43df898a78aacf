import type { layers } from '@tensorflow/tfjs-layers';
import type { AttentionOptions } from '../attention.js';

/** Name, input shape, initial weights and whether they are trained, as all layers of TensorFlow.js take them. */
export type LayerOptions = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** Settings of an attention layer, besides those that all layers of TensorFlow.js have. */
export interface AttentionLayerOptions
  extends LayerOptions,
    Pick<AttentionOptions, 'heads' | 'useBias' | 'alignment' | 'dropout'> {
  /** D (default: the width of the first input). */
  readonly modelWidth?: number;
  /** Lk, the number of keys (default: the length of the value input, where it is known). Super attention only. */
  readonly contextLength?: number;
  /** Whether query t attends to keys 0 … t only (default false). */
  readonly causal?: boolean;
  /**
   * Seed of the initial weights, which are those of the mechanism's `init(randomStream(seed))`, and of the dropout
   * (default: drawn anew for each layer). A non-negative integer; give each layer of a model its own.
   */
  readonly seed?: number;
}

/** The settings that a saved layer holds besides those of all layers. */
export type AttentionConfig = Omit<AttentionLayerOptions, keyof LayerOptions>;

const ATTENTION_OPTIONS: Record<keyof AttentionConfig, true> = {
  heads: true,
  modelWidth: true,
  useBias: true,
  alignment: true,
  contextLength: true,
  causal: true,
  dropout: true,
  seed: true,
};

const LAYER_OPTIONS: Record<keyof LayerOptions, true> = {
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
 * The attention's own among the options of a layer.
 * @throws when an option is unknown, or the dropout is not in [0, 1)
 */
export function attentionConfig(where: string, options: AttentionLayerOptions): AttentionConfig {
  const unknown = Object.keys(options).find((name) => !(name in ATTENTION_OPTIONS || name in LAYER_OPTIONS));
  if (unknown !== undefined) {
    const known = Object.keys({ ...ATTENTION_OPTIONS, ...LAYER_OPTIONS }).join(', ');
    throw new Error(`${where}: '${unknown}' is no option of the layer; known are ${known}`);
  }
  const { dropout = 0 } = options;
  if (!(dropout >= 0 && dropout < 1)) {
    throw new Error(`${where}: expected a dropout from 0 to below 1, got ${dropout}`);
  }
  const given = Object.entries(options).filter(
    ([name, value]) => name in ATTENTION_OPTIONS && value !== undefined,
  );
  return Object.fromEntries(given) as unknown as AttentionConfig;
}
