import {
  equal,
  range,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import type { AttentionCache, AttentionMemory, AttentionParameters } from './attention.js';
import type { Layer } from './define.js';
import { requireLengths, requireShape } from './inputs.js';
import { allowedAt, allowedPairs } from './mask.js';

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
        return layer.project(parameters, { key, value, allowed, causal: false });
      }),

    attend: (parameters, { query, memory, mask }) =>
      tidy(() => {
        const [batch] = requireShape(where, 'query', query, ['B', 'Lq', modelWidth]);
        const keys = requireMemory(layer, memory, batch);
        const allowed = allowedPairs(where, { batch, queries: 1, keys }, mask);
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
        const added = { key, value, allowed: own, causal: true };
        const memory = layer.extend(parameters, inputs.memory, added, position);
        const attending = { query, memory, allowed: upTo, causal: true, ...allKept };
        return { output: layer.attend(parameters, attending).output, memory };
      }),
  };
}

/** `memory` with the keys and values of one position in the place of those at that position. */
export function extendedAt(
  memory: AttentionMemory,
  added: AttentionMemory,
  position: Tensor1D,
): AttentionMemory {
  return {
    keys: replacedAt(memory.keys, added.keys, position),
    values: replacedAt(memory.values, added.values, position),
  };
}

/** `x` `[…, L, K]` with `row` `[…, 1, K]` at one position. */
export function replacedAt(x: Tensor, row: Tensor, position: Tensor1D): Tensor {
  const length = x.shape.at(-2) as number;
  return where(reshape(equal(range(0, length, 1, 'int32'), position), [length, 1]), row, x);
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
