import type { RandomStream } from '@better-attention/random';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Attended, DotProductRun } from '../math/dot-products.js';
import type { Allowed } from '../math/mask.js';
import type { AttentionMemory, AttentionOptions, AttentionParameters, MemoryShapes } from './attention.js';
import type { AttentionSettings, OptionReaders } from './settings.js';

/** What a mechanism makes its memory of. */
export interface ProjectInputs {
  /** `[B, Lk, D]`, zeros where a mask of the keys hides it. */
  readonly key: Tensor3D;
  /** `[B, Lk, D]`, zeros where a mask of the keys hides it. */
  readonly value: Tensor3D;
  readonly allowed: Allowed | undefined;
  readonly causal: boolean;
  /** H */
  readonly heads: number;
}

/** What a mechanism's queries attend with. */
export interface AttendInputs extends DotProductRun {
  /** `[B, Lq, D]` */
  readonly query: Tensor3D;
  /** What the mechanism made of keys and values. */
  readonly memory: AttentionMemory;
  readonly allowed: Allowed | undefined;
  readonly causal: boolean;
  /** H */
  readonly heads: number;
  /** Whether weights are asked for or dropped; without it, a mechanism that gets by without them may leave them out. */
  readonly needsWeights: boolean;
}

/** What sets a mechanism apart from the others. */
export interface MechanismDefinition<
  Parameters extends AttentionParameters,
  Options extends AttentionOptions = AttentionOptions,
  Constants = undefined,
> {
  /** Its name, in errors too. */
  readonly name: string;
  /** See {@link MechanismFacts.matmulsPerHead}. */
  readonly matmulsPerHead: number;
  /** The options of its own; `{}` where it has none. */
  readonly options: OptionReaders<Options>;
  /** Why it can't be causal, and the way out; absent where it can. */
  readonly refusesCausal?: string;
  /** Why it can't take a mask that depends on the query, and the way out; absent where it can. */
  readonly refusesPairMasks?: string;
  /** What mixes the positions of the keys, with its verb, `W^A is`: needs `contextLength`. Absent where nothing does. */
  readonly positionMatrix?: string;
  /**
   * Whether heads are slices of the model width with these options, so that they must divide it (default: with all).
   * Where they are not, `headWidth` means nothing.
   */
  slicesModelWidth?(options: Options): boolean;
  /** How many numbers the parameters hold. */
  parameterCount(settings: AttentionSettings<Options>): number;
  /** The parameters before the first step. */
  init(settings: AttentionSettings<Options>, random: RandomStream): Parameters;
  /** What `project` and `attend` need besides parameters, untrained and the same in every call: made once for a layer. */
  constants?(settings: AttentionSettings<Options>): Constants;
  /** What keys and values become before any query. */
  project(parameters: Parameters, inputs: ProjectInputs, constants: Constants): AttentionMemory;
  /** The heads' outputs for queries and the memory of their keys and values. */
  attend(parameters: Parameters, inputs: AttendInputs, constants: Constants): Attended;
  /** The shapes of what `project` makes; `[B, H, Lk, Dh]` of keys and values unless given. Needed where causal. */
  memoryShapes?(settings: AttentionSettings<Options>, batch: number, length: number): MemoryShapes;
  /**
   * A causal memory with one position more: `key` and `value` are `[B, 1, D]`, and `allowed` says whether that key may be
   * attended to. Unless given, position t of the memory (the axis before the last) is what `project` makes of them, as is
   * right where it makes each position of that position alone.
   */
  extend?(
    parameters: Parameters,
    memory: AttentionMemory,
    inputs: ProjectInputs,
    position: Tensor1D,
  ): AttentionMemory;
}
