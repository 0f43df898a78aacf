import { type Tensor3D, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { countedInputs } from '../math/counted.js';
import { allowedAt, allowedPairs } from '../math/mask.js';
import type { AttentionCache, AttentionMemory, AttentionParameters } from './attention.js';
import { requireLengths, requireShape } from './inputs.js';
import type { Layer } from './layer.js';

/** The cache of a layer that can be causal. */
export function attentionCache<Parameters extends AttentionParameters>(
  layer: Layer<Parameters>,
): AttentionCache<Parameters> {
  const { where, settings } = layer;
  const { modelWidth } = settings;
  const allKept = { drop: <Weights>(weights: Weights) => weights, needsWeights: false };
  return {
    shapes: layer.memoryShapes,

    project: (parameters, { mask, ...inputs }) =>
      tidy(() => {
        const { key, value, batch, keys } = requireLengths(where, modelWidth, {
          query: inputs.key,
          ...inputs,
        });
        const allowed = allowedPairs(where, { batch, queries: 1, keys }, mask);
        return layer.project(parameters, {
          ...countedInputs({ key, value }, allowed),
          allowed,
          causal: false,
        });
      }),

    attend: (parameters, { query, memory, mask }) =>
      tidy(() => {
        const [batch] = requireShape(where, 'query', query, ['B', 'Lq', modelWidth]);
        const keys = requireMemory(layer, memory, batch);
        const allowed = allowedPairs(where, { batch, queries: 1, keys }, mask);
        if (keys === 0) return zerosLike(query as Tensor3D);
        const attending = { query: query as Tensor3D, memory, allowed, causal: false, ...allKept };
        return layer.attend(parameters, attending).output;
      }),

    step: (parameters, { position, mask, ...inputs }) =>
      tidy(() => {
        const { query, key, value, batch } = requireLengths(where, modelWidth, inputs);
        requireShape(where, 'query of one position', query, [batch, 1, modelWidth]);
        requireShape(where, 'key of one position', key, [batch, 1, modelWidth]);
        const keys = requireMemory(layer, inputs.memory, batch);
        const { own, upTo } = allowedAt(where, { batch, keys }, position, mask);
        const added = { ...countedInputs({ key, value }, own), allowed: own, causal: true };
        const memory = layer.extend(parameters, inputs.memory, added, position);
        const attending = { query, memory, allowed: upTo, causal: true, ...allKept };
        return { output: layer.attend(parameters, attending).output, memory };
      }),
  };
}

/** How many keys a memory has. @throws when its shapes are not the layer's */
function requireMemory<Parameters extends AttentionParameters>(
  { where, memoryShapes }: Layer<Parameters>,
  { keys, values }: AttentionMemory,
  batch: number,
): number {
  const length = keys.shape.at(-2) as number;
  const expected = memoryShapes(batch, length);
  if (`${keys.shape}` === `${expected.keys}` && `${values.shape}` === `${expected.values}`) return length;
  throw new Error(
    `${where}: expected a memory of keys [${expected.keys}] and values [${expected.values}], ` +
      `got [${keys.shape}] and [${values.shape}]`,
  );
}
