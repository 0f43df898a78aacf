import type { RandomStream } from '@better-attention/random';
import { mul, type Tensor, type Tensor3D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type {
  AttentionInputs,
  AttentionOptions,
  AttentionParameters,
  AttentionResult,
  Mechanism,
} from './attention.js';
import { type DenseOptions, dense } from './dense.js';
import { mergeHeads } from './heads.js';
import { type Allowed, allowedPairs, type PairLengths } from './mask.js';

/** The options of a layer with their defaults filled in, and what all its `D × D` projections have in common. */
export type AttentionSettings = Required<Omit<AttentionOptions, OwnDefaults>> &
  Pick<AttentionOptions, OwnDefaults> & { readonly projection: DenseOptions };

/** Options of one mechanism whose default is the mechanism's own. */
type OwnDefaults = 'contextLength' | 'projectedLength' | 'features';

/** What a mechanism's equations start from. */
export interface AttendInputs {
  /** `[B, Lq, D]` */
  readonly query: Tensor3D;
  /** `[B, Lk, D]` */
  readonly key: Tensor3D;
  /** `[B, Lk, D]` */
  readonly value: Tensor3D;
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
  parameterCount(settings: AttentionSettings): number;
  init(settings: AttentionSettings, random: RandomStream): Parameters;
  /** What `attend` needs besides parameters, untrained and the same in every call: made once for a layer. */
  constants?(settings: AttentionSettings): Constants;
  attend(parameters: Parameters, inputs: AttendInputs, constants: Constants): Attended;
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
  const where = `${definition.name} attention`;
  return (options) => {
    const settings = settingsOf(options);
    const { modelWidth, heads } = settings;
    requireHeads(where, modelWidth, heads);
    const constants = definition.constants?.(settings) as Constants;
    const { refusesCausal } = definition;
    return {
      name: definition.name,
      parameterCount: definition.parameterCount(settings),
      matmulsPerHead: definition.matmulsPerHead,
      supportsCausal: refusesCausal === undefined,
      init: (random) => definition.init(settings, random),
      apply: (parameters, inputs, { returnWeights = false, dropout } = {}) =>
        tidy((): AttentionResult => {
          const { query, key, value, mask, causal = false } = inputs;
          const lengths = requireLengths(where, modelWidth, inputs);
          if (causal && refusesCausal !== undefined) throw new Error(`${where}: ${refusesCausal}`);
          const allowed = allowedPairs(where, lengths, mask, causal);
          const drops = dropout !== undefined && settings.dropout > 0;
          const drop = (weights: Tensor4D) =>
            drops ? (dropout(weights, settings.dropout) as Tensor4D) : weights;
          const attendInputs = {
            query: query as Tensor3D,
            key: key as Tensor3D,
            value: value as Tensor3D,
            allowed,
            causal,
            heads,
            drop,
            needsWeights: returnWeights || drops,
          };
          const { weights, attended } = definition.attend(parameters, attendInputs, constants);
          const projected = dense(mergeHeads(attended), parameters.output) as Tensor3D;
          const output = allowed?.queries ? mul<Tensor3D>(projected, allowed.queries) : projected;
          return returnWeights && weights !== undefined ? { output, weights } : { output };
        }),
    };
  };
}

function settingsOf(options: AttentionOptions): AttentionSettings {
  const { modelWidth, useBias = true, alignment = 'shared', dropout = 0 } = options;
  const projection = { inputs: modelWidth, outputs: modelWidth, useBias };
  return { ...options, useBias, alignment, dropout, projection };
}

function requireHeads(where: string, modelWidth: number, heads: number): void {
  const positive = [modelWidth, heads].every((size) => Number.isInteger(size) && size > 0);
  if (positive && modelWidth % heads === 0) return;
  throw new Error(`${where}: expected heads that divide the model width ${modelWidth}, got ${heads} heads`);
}

function requireLengths(
  where: string,
  modelWidth: number,
  { query, key, value }: AttentionInputs,
): PairLengths {
  const [batch, queries] = requireShape(where, 'query', query, ['B', 'Lq', modelWidth]);
  const [, keys] = requireShape(where, 'key', key, [batch, 'Lk', modelWidth]);
  requireShape(where, 'value', value, [batch, keys, modelWidth]);
  return { batch, queries, keys };
}

function requireShape(
  where: string,
  name: string,
  { shape }: Tensor,
  expected: readonly [number | string, number | string, number],
): [number, number] {
  const fits =
    shape.length === expected.length &&
    expected.every((length, axis) => typeof length === 'string' || length === shape[axis]);
  const listed = (lengths: readonly unknown[]) => `[${lengths.join(', ')}]`;
  if (!fits) throw new Error(`${where}: expected ${name} of shape ${listed(expected)}, got ${listed(shape)}`);
  return [shape[0] as number, shape[1] as number];
}
