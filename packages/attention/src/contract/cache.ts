import { type Tensor3D, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { described } from '../errors/described.js';
import { countedInputs } from '../math/counted.js';
import { allowedAt, allowedPairs } from '../math/mask.js';
import type { AttentionCache, AttentionMemory, AttentionParameters } from './attention.js';
import { requireInputs, requireLengths, requirePosition, requireShape, requireTensor } from './inputs.js';
import type { Layer } from './layer.js';
import { withParameters } from './parameters.js';

/** The cache of a layer that can be causal. */
export function attentionCache<Parameters extends AttentionParameters>(
  layer: Layer<Parameters>,
): AttentionCache<Parameters> {
  const { where, settings } = layer;
  const { modelWidth } = settings;
  const allKept = { drop: <Weights>(weights: Weights) => weights, needsWeights: false };
  return {
    shapes: layer.memoryShapes,

    project: (parameters, inputs) =>
      tidy(() => {
        requireInputs(where, inputs, ['key', 'value', 'mask']);
        const { key, value, batch, keys } = requireLengths(where, modelWidth, {
          query: inputs.key,
          ...inputs,
        });
        const allowed = allowedPairs(where, { batch, queries: 1, keys }, inputs.mask);
        const counted = countedInputs({ key, value }, allowed);
        return withParameters(layer, parameters, () =>
          layer.project(parameters, { ...counted, allowed, causal: false }),
        );
      }),

    attend: (parameters, inputs) =>
      tidy(() => {
        requireInputs(where, inputs, ['query', 'memory', 'mask']);
        const { query, memory, mask } = inputs;
        const [batch] = requireShape(where, 'query', query, ['B', 'Lq', modelWidth]);
        const keys = requireMemory(layer, memory, batch);
        const allowed = allowedPairs(where, { batch, queries: 1, keys }, mask);
        if (keys === 0) return zerosLike(query as Tensor3D);
        const attending = { query: query as Tensor3D, memory, allowed, causal: false, ...allKept };
        return withParameters(layer, parameters, () => layer.attend(parameters, attending).output);
      }),

    step: (parameters, inputs) =>
      tidy(() => {
        requireInputs(where, inputs, ['query', 'key', 'value', 'mask', 'position', 'memory']);
        const { position, mask } = inputs;
        requirePosition(where, position);
        const { query, key, value, batch } = requireLengths(where, modelWidth, inputs);
        requireShape(where, 'query of one position', query, [batch, 1, modelWidth]);
        requireShape(where, 'key of one position', key, [batch, 1, modelWidth]);
        const keys = requireMemory(layer, inputs.memory, batch);
        const { own, upTo } = allowedAt(where, { batch, keys }, position, mask);
        const added = { ...countedInputs({ key, value }, own), allowed: own, causal: true };
        return withParameters(layer, parameters, () => {
          const memory = layer.extend(parameters, inputs.memory, added, position);
          const attending = { query, memory, allowed: upTo, causal: true, ...allKept };
          return { output: layer.attend(parameters, attending).output, memory };
        });
      }),
  };
}

/** How many keys a memory has. @throws when its shapes are not the layer's */
function requireMemory<Parameters extends AttentionParameters>(
  { where, memoryShapes }: Layer<Parameters>,
  memory: AttentionMemory,
  batch: number,
): number {
  if (typeof memory !== 'object' || memory === null) {
    throw new Error(`${where}: expected memory { keys, values }, got ${described(memory)}`);
  }
  const { keys, values } = memory;
  requireTensor(where, 'memory.keys', keys, 'of the shape that cache.shapes says');
  requireTensor(where, 'memory.values', values, 'of the shape that cache.shapes says');
  const length = keys.shape.at(-2) as number;
  const expected = memoryShapes(batch, length);
  if (`${keys.shape}` === `${expected.keys}` && `${values.shape}` === `${expected.values}`) return length;
  throw new Error(
    `${where}: expected a memory of keys [${expected.keys}] and values [${expected.values}], ` +
      `got [${keys.shape}] and [${values.shape}]`,
  );
}
