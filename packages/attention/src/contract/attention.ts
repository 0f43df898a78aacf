import type { RandomStream } from '@better-attention/random';
import type { Tensor, Tensor1D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { DenseParameters } from '../math/dense.js';

/** Settings of a layer that every mechanism takes, so that a model needs only a mechanism's name besides. */
export interface AttentionOptions {
  /** D: the width of queries, keys, values and outputs. */
  readonly modelWidth: number;
  /** H, a divisor of the model width. */
  readonly heads: number;
  /** Whether the projections add a bias (default true). */
  readonly useBias?: boolean;
  /** The rate at which attention weights are dropped where `apply` gets a dropout function (default 0). */
  readonly dropout?: number;
  /** Lk, the number of keys, where it is known. A mechanism that fixes it needs it; the others make no use of it. */
  readonly contextLength?: number;
}

/** Options of a {@link NamedMechanism}: those that all share, and its own, which it checks when it is called. */
export type NamedOptions = AttentionOptions | (AttentionOptions & Readonly<Record<string, unknown>>);

/** What is attended from and to. */
export interface AttentionInputs {
  /** `[B, Lq, D]` */
  readonly query: Tensor;
  /** `[B, Lk, D]` */
  readonly key: Tensor;
  /** `[B, Lk, D]` */
  readonly value: Tensor;
  /**
   * bool, true = may attend: `[B, Lk]` for all queries, `[Lq, Lk]` for all examples, or `[B, Lq, Lk]`, where B and Lq
   * may be 1. When B = Lq > 1, two axes are ambiguous and refused. A query without any allowed key has zero weights and a
   * zero output. A mask that depends on the query is refused unless the mechanism `supportsPairMasks`.
   */
  readonly mask?: Tensor;
  /**
   * Query t attends to keys 0 … t only, whatever the two lengths (default false). Combines with a mask. Refused
   * unless the mechanism `supportsCausal`.
   */
  readonly causal?: boolean;
}

/**
 * Sets elements of a tensor to zero with probability `rate` and scales the others by `1 / (1 − rate)`; the result
 * has the tensor's shape. Handed in from outside: no layer draws random numbers while it computes.
 */
export type Dropout = (values: Tensor, rate: number) => Tensor;

/** How one call of `apply` runs. */
export interface AttentionRun {
  /** Whether the result holds the weights (default false). */
  readonly returnWeights?: boolean;
  /** Drops attention weights, at the layer's rate; without it nothing is dropped. */
  readonly dropout?: Dropout | undefined;
}

/**
 * `output` `[B, Lq, D]`; `weights` `[B, H, Lq, Lk]` as they are before dropout: each row sums to 1 over the keys, or over
 * the fewer that a mechanism projects them to.
 */
export type AttentionResult = { readonly output: Tensor3D; readonly weights?: Tensor4D };

/**
 * Keys and values as a mechanism's queries meet them, computed once for all queries: its own layout, examples on the first
 * axis. Gather along that axis to repeat or reorder examples.
 */
export type AttentionMemory = { readonly keys: Tensor; readonly values: Tensor };

/** The shapes of an {@link AttentionMemory}. */
export type MemoryShapes = { readonly keys: readonly number[]; readonly values: readonly number[] };

/** What {@link AttentionCache.step} computes from. */
export interface StepInputs {
  /** `[B, 1, D]` */
  readonly query: Tensor;
  /** `[B, 1, D]` */
  readonly key: Tensor;
  /** `[B, 1, D]` */
  readonly value: Tensor;
  /** bool, true = may attend: `[B, Lk]` or `[B, 1, Lk]`, where B may be 1; what it says of later keys makes no difference. */
  readonly mask?: Tensor;
  /** `[1]` int32: t, from 0 on, each position once. */
  readonly position: Tensor1D;
  /** Of the earlier positions; zeros of {@link AttentionCache.shapes} before the first. */
  readonly memory: AttentionMemory;
}

/**
 * The same attention without dropout, for queries that come one after another: what depends on keys and values alone is
 * kept. Shapes are the same at every position, which is an input, so that one compiled graph serves them all.
 */
export interface AttentionCache<Parameters extends AttentionParameters = AttentionParameters> {
  /** The shapes of the memory of `length` keys, for `batch` examples. */
  shapes(batch: number, length: number): MemoryShapes;
  /** The memory of a whole context, as {@link attend} takes it. */
  project(parameters: Parameters, inputs: Omit<AttentionInputs, 'query' | 'causal'>): AttentionMemory;
  /**
   * The output `[B, Lq, D]` of `apply`, with what {@link project} made of key and value.
   * @param inputs `query` `[B, Lq, D]`, and the mask that the memory was made with
   */
  attend(parameters: Parameters, inputs: AttendMemoryInputs): Tensor3D;
  /** Row t of `apply` with `causal: true`, `[B, 1, D]`, and the memory with key and value of position t added. */
  step(
    parameters: Parameters,
    inputs: StepInputs,
  ): { readonly output: Tensor3D; readonly memory: AttentionMemory };
}

/** What {@link AttentionCache.attend} computes from. */
export type AttendMemoryInputs = Pick<AttentionInputs, 'query' | 'mask'> & {
  readonly memory: AttentionMemory;
};

/** The parameters that all mechanisms have. A mechanism's own type adds what else it needs. All are trained. */
export type AttentionParameters = {
  readonly query: DenseParameters;
  readonly output: DenseParameters;
};

/** A multi-head attention layer as pure functions of its parameters. */
export interface Attention<Parameters extends AttentionParameters = AttentionParameters> {
  /** The mechanism's name. */
  readonly name: string;
  /** How many numbers the parameters hold. */
  readonly parameterCount: number;
  /** Attention position by position; absent exactly where causality is not supported. */
  readonly cache?: AttentionCache<Parameters>;
  /** Glorot-uniform kernels, zero biases. */
  init(random: RandomStream): Parameters;
  /**
   * Attends; only the result's tensors outlive the call.
   * @throws when shapes don't fit the layer or each other, or the mechanism can't mask as it is asked to
   */
  apply(parameters: Parameters, inputs: AttentionInputs, run?: AttentionRun): AttentionResult;
}

/** What is known of a mechanism before a layer is made. */
export interface MechanismFacts {
  /** The name that its definition has. */
  readonly name: string;
  /**
   * Matrix products for one head and example, those that heads share counted once: the projections of query, key and
   * value that the mechanism has, the products with `W^A`, or with E and F, or with the random features, where it has
   * them, the two products between queries, keys and values, and the head's rows of `W^O`. Sums over an axis don't count.
   * As many are in one recorded forward pass of a layer, where each is one product for all heads and examples.
   */
  readonly matmulsPerHead: number;
  /** Whether `apply` takes `causal: true`, and a layer has a `cache`. */
  readonly supportsCausal: boolean;
  /** Whether `apply` takes a mask that depends on the query. */
  readonly supportsPairMasks: boolean;
  /** Whether a matrix mixes the positions of the keys: `contextLength` is needed and fixed, and the keys' order matters. */
  readonly fixesContextLength: boolean;
  /** The options that the mechanism takes: those of {@link AttentionOptions}, then its own. */
  readonly optionNames: readonly string[];
}

/**
 * Makes a layer of one mechanism.
 * @throws when an option is unknown or out of range
 */
export interface Mechanism<
  Parameters extends AttentionParameters = AttentionParameters,
  Options extends AttentionOptions = AttentionOptions,
> extends MechanismFacts {
  (options: Options): Attention<Parameters>;
}

/** A mechanism that is known by its name alone, so that its options are checked when it is called. */
export type NamedMechanism<Parameters extends AttentionParameters = AttentionParameters> = Mechanism<
  Parameters,
  NamedOptions
>;

/** A mechanism of any parameters and options. */
export type AnyMechanism<Parameters extends AttentionParameters = AttentionParameters> = Mechanism<
  Parameters,
  never
>;
