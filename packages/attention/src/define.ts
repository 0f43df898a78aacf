import type { RandomStream } from '@better-attention/random';
import { mul, type Tensor1D, type Tensor3D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type {
  AttentionMemory,
  AttentionOptions,
  AttentionParameters,
  AttentionResult,
  Mechanism,
  MemoryShapes,
} from './attention.js';
import { attentionCache, extendedAt } from './cache.js';
import { type DenseOptions, dense } from './dense.js';
import { mergeHeads } from './heads.js';
import { requireHeads, requireLengths } from './inputs.js';
import { type Allowed, allowedPairs } from './mask.js';

/** The options of a layer with their defaults filled in, and what all its `D × D` projections have in common. */
export type AttentionSettings = Required<
  Omit<AttentionOptions, 'contextLength' | 'projectedLength' | 'features'>
> &
  Pick<AttentionOptions, 'contextLength' | 'projectedLength' | 'features'> & {
    readonly projection: DenseOptions;
  };

/** What a mechanism makes its memory of. */
export interface ProjectInputs {
  /** `[B, Lk, D]` */
  readonly key: Tensor3D;
  /** `[B, Lk, D]` */
  readonly value: Tensor3D;
  readonly allowed: Allowed | undefined;
  readonly causal: boolean;
  /** H */
  readonly heads: number;
}

/** What a mechanism's queries attend with. */
export interface AttendInputs {
  /** `[B, Lq, D]` */
  readonly query: Tensor3D;
  /** What the mechanism made of keys and values. */
  readonly memory: AttentionMemory;
  readonly allowed: Allowed | undefined;
  readonly causal: boolean;
  /** H */
  readonly heads: number;
  /** Dropout of attention weights at the layer's rate, or the weights as they are. */
  readonly drop: (weights: Tensor4D) => Tensor4D;
  /** Whether weights are asked for or dropped; without it, a mechanism that gets by without them may leave them out. */
  readonly needsWeights: boolean;
}

/** `S_i` before dropout, `[B, H, Lq, Lk]`, absent only where not needed, and `H_i`, `[B, H, Lq, K]`, for all heads i. */
export interface Attended {
  readonly weights?: Tensor4D;
  readonly attended: Tensor4D;
}

/** What sets a mechanism apart from the others. */
export interface MechanismDefinition<Parameters extends AttentionParameters, Constants = undefined> {
  /** Its name in the registry. */
  readonly name: string;
  /** See {@link Attention.matmulsPerHead}. */
  readonly matmulsPerHead: number;
  /** Why it can't be causal, and the way out; absent where it can. */
  readonly refusesCausal?: string;
  /** How many numbers the parameters hold. */
  parameterCount(settings: AttentionSettings): number;
  /** The parameters before the first step. */
  init(settings: AttentionSettings, random: RandomStream): Parameters;
  /** What `project` and `attend` need besides parameters, untrained and the same in every call: made once for a layer. */
  constants?(settings: AttentionSettings): Constants;
  /** What keys and values become before any query. */
  project(parameters: Parameters, inputs: ProjectInputs, constants: Constants): AttentionMemory;
  /** The heads' outputs for queries and the memory of their keys and values. */
  attend(parameters: Parameters, inputs: AttendInputs, constants: Constants): Attended;
  /** The shapes of what `project` makes; `[B, H, Lk, K]` of keys and values unless given. Needed where causal. */
  memoryShapes?(settings: AttentionSettings, batch: number, length: number): MemoryShapes;
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

/** A definition with its options and constants. */
export interface Layer<Parameters extends AttentionParameters> {
  /** Names the layer in errors. */
  readonly where: string;
  readonly settings: AttentionSettings;
  memoryShapes(batch: number, length: number): MemoryShapes;
  project(parameters: Parameters, inputs: Omit<ProjectInputs, 'heads'>): AttentionMemory;
  extend(
    parameters: Parameters,
    memory: AttentionMemory,
    inputs: Omit<ProjectInputs, 'heads'>,
    position: Tensor1D,
  ): AttentionMemory;
  /** `O = (H_1, …, H_H) W^O`, zero for queries that may attend to nothing. */
  attend(
    parameters: Parameters,
    inputs: Omit<AttendInputs, 'heads'>,
  ): { readonly output: Tensor3D; readonly weights: Tensor4D | undefined };
}

/**
 * Completes a mechanism: checks its options and inputs, resolves masks, ends with `O = (H_1, …, H_H) W^O` and zeroes
 * the outputs of queries that may attend to nothing.
 *
 * @throws the mechanism, when called with heads that don't divide the model width
 */
export function defineMechanism<Parameters extends AttentionParameters, Constants = undefined>(
  definition: MechanismDefinition<Parameters, Constants>,
): Mechanism<Parameters> {
  return (options) => {
    const layer = layerOf(definition, options);
    const { where, settings } = layer;
    const { refusesCausal } = definition;
    return {
      name: definition.name,
      parameterCount: definition.parameterCount(settings),
      matmulsPerHead: definition.matmulsPerHead,
      supportsCausal: refusesCausal === undefined,
      ...(refusesCausal === undefined && { cache: attentionCache(layer) }),
      init: (random) => definition.init(settings, random),
      apply: (parameters, inputs, { returnWeights = false, dropout } = {}) =>
        tidy((): AttentionResult => {
          const { mask, causal = false } = inputs;
          const { query, key, value, ...lengths } = requireLengths(where, settings.modelWidth, inputs);
          if (causal && refusesCausal !== undefined) throw new Error(`${where}: ${refusesCausal}`);
          const allowed = allowedPairs(where, lengths, mask, causal);
          const drops = dropout !== undefined && settings.dropout > 0;
          const { output, weights } = layer.attend(parameters, {
            query,
            memory: layer.project(parameters, { key, value, allowed, causal }),
            allowed,
            causal,
            drop: (all) => (drops ? (dropout(all, settings.dropout) as Tensor4D) : all),
            needsWeights: returnWeights || drops,
          });
          return returnWeights && weights !== undefined ? { output, weights } : { output };
        }),
    };
  };
}

function layerOf<Parameters extends AttentionParameters, Constants>(
  definition: MechanismDefinition<Parameters, Constants>,
  options: AttentionOptions,
): Layer<Parameters> {
  const where = `${definition.name} attention`;
  const settings = settingsOf(options);
  const { modelWidth, heads } = settings;
  requireHeads(where, modelWidth, heads);
  const constants = definition.constants?.(settings) as Constants;
  const project: Layer<Parameters>['project'] = (parameters, inputs) =>
    definition.project(parameters, { ...inputs, heads }, constants);
  return {
    where,
    settings,
    memoryShapes(batch, length) {
      const shape = [batch, heads, length, modelWidth / heads];
      return definition.memoryShapes?.(settings, batch, length) ?? { keys: shape, values: shape };
    },
    project,
    extend: (parameters, memory, inputs, position) =>
      definition.extend?.(parameters, memory, { ...inputs, heads }, position) ??
      extendedAt(memory, project(parameters, inputs), position),
    attend(parameters, inputs) {
      const { weights, attended } = definition.attend(parameters, { ...inputs, heads }, constants);
      const projected = dense(mergeHeads(attended), parameters.output) as Tensor3D;
      const { allowed } = inputs;
      return { weights, output: allowed?.queries ? mul<Tensor3D>(projected, allowed.queries) : projected };
    },
  };
}

function settingsOf(options: AttentionOptions): AttentionSettings {
  const { modelWidth, useBias = true, alignment = 'shared', dropout = 0 } = options;
  const projection = { inputs: modelWidth, outputs: modelWidth, useBias };
  return { ...options, useBias, alignment, dropout, projection };
}
