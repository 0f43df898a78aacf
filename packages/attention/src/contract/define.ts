import { type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { countedInputs, ofNoKey, oneHidden, withTainted } from '../math/counted.js';
import { allowedPairs } from '../math/mask.js';
import type {
  AnyMechanism,
  AttentionOptions,
  AttentionParameters,
  AttentionResult,
  Mechanism,
  MechanismFacts,
  NamedMechanism,
} from './attention.js';
import { attentionCache } from './cache.js';
import type { MechanismDefinition } from './definition.js';
import { requireCall, requireLengths } from './inputs.js';
import { layerOf } from './layer.js';
import { withParameters } from './parameters.js';
import { optionNamesOf } from './settings.js';

/**
 * Completes a mechanism: checks its options and inputs, resolves masks, ends with `O = (Z_1, …, Z_H) W^O` and zeroes
 * the outputs of queries that may attend to nothing.
 *
 * @throws the mechanism, when called with an option that is unknown or out of range, or heads that don't divide the model
 *   width
 */
export function defineMechanism<
  Parameters extends AttentionParameters,
  Options extends AttentionOptions = AttentionOptions,
  Constants = undefined,
>(definition: MechanismDefinition<Parameters, Options, Constants>): Mechanism<Parameters, Options> {
  const { refusesCausal, refusesPairMasks } = definition;
  const facts: Omit<MechanismFacts, 'name'> = {
    matmulsPerHead: definition.matmulsPerHead,
    supportsCausal: refusesCausal === undefined,
    supportsPairMasks: refusesPairMasks === undefined,
    fixesContextLength: definition.positionMatrix !== undefined,
    optionNames: optionNamesOf(definition.options),
  };
  const make = (options: Options): ReturnType<Mechanism<Parameters, Options>> => {
    const layer = layerOf(definition, options);
    const { where, settings } = layer;
    return {
      name: definition.name,
      parameterCount: layer.parameterCount,
      ...(facts.supportsCausal && { cache: attentionCache(layer) }),
      init: layer.init,
      apply: (parameters, inputs, run = {}) =>
        tidy((): AttentionResult => {
          requireCall(where, inputs, run);
          const { mask, causal = false } = inputs;
          const { returnWeights = false, dropout } = run;
          const { query, key, value, ...lengths } = requireLengths(where, settings.modelWidth, inputs);
          if (causal && refusesCausal !== undefined) throw new Error(`${where}: ${refusesCausal}`);
          const pairs = allowedPairs(where, lengths, mask, causal);
          const hasPairMask = mask !== undefined && pairs?.keys === undefined;
          if (hasPairMask && refusesPairMasks !== undefined) throw new Error(`${where}: ${refusesPairMasks}`);
          const drops = dropout !== undefined && settings.dropout > 0;
          const isEmpty = lengths.keys === 0 && !facts.fixesContextLength;
          const { allowed, ...given } = isEmpty ? oneHidden({ key, value }) : { key, value, allowed: pairs };
          const { tainted, ...counted } = countedInputs(given, allowed);
          const { output, weights } = withParameters(layer, parameters, () =>
            layer.attend(parameters, {
              query,
              memory: layer.project(parameters, { ...counted, allowed, causal }),
              allowed,
              causal,
              drop: (all) => (drops ? (dropout(all, settings.dropout) as Tensor4D) : all),
              needsWeights: returnWeights || drops,
            }),
          );
          const result = { output: withTainted(output, tainted) };
          if (!returnWeights || weights === undefined) return result;
          return { ...result, weights: isEmpty ? ofNoKey(weights) : withTainted(weights, tainted) };
        }),
    };
  };
  return Object.assign(Object.defineProperty(make, 'name', { value: definition.name }), facts);
}

/** A mechanism as one that is known by its name alone. */
export function namedMechanism<Parameters extends AttentionParameters>(
  mechanism: AnyMechanism<Parameters>,
): NamedMechanism<Parameters> {
  return mechanism as NamedMechanism<Parameters>;
}
