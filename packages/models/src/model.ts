import type { Dropout } from '@better-attention/attention';
import type { RandomStream } from '@better-attention/random';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/** Tensors by name, nested as the layers of a model are. */
export type ParameterTree = Tensor | readonly ParameterTree[] | { readonly [name: string]: ParameterTree };

/** Options that an attention mechanism has of its own, by name. The mechanism checks them. */
export type AttentionOwnOptions = Readonly<Record<string, unknown>>;

/** How one call of `apply` runs. */
export interface ModelRun {
  /** Applied at the same places in the same order each time; without it nothing is dropped. */
  readonly dropout?: Dropout | undefined;
  /** Whether the result holds the attention weights (default false). */
  readonly returnWeights?: boolean;
}

/**
 * `logits` `[B, C]`, or `[B, L, V]`; `weights` `[B, H, Lq, Lk]` of each attention layer, from the input to the output
 * (over fewer keys where the mechanism projects them).
 */
export type ModelResult<Logits extends Tensor = Tensor2D> = {
  readonly logits: Logits;
  readonly weights?: Tensor4D[];
};

/** A model as pure functions of its parameters. */
export interface Model<
  Inputs = Readonly<Record<string, Tensor>>,
  Parameters extends ParameterTree = ParameterTree,
  Logits extends Tensor = Tensor2D,
> {
  readonly name: string;
  /** How many numbers the parameters hold. */
  readonly parameterCount: number;
  /** How many of them belong to attention layers. */
  readonly attentionParameterCount: number;
  /** The parameters before the first step. */
  init(random: RandomStream): Parameters;
  /** Computes the logits; only the result's tensors outlive the call. */
  apply(parameters: Parameters, inputs: Inputs, run?: ModelRun): ModelResult<Logits>;
}
