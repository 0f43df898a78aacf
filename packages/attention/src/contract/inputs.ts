import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { PairLengths } from '../math/mask.js';
import type { AttentionInputs } from './attention.js';

/** @throws unless the heads divide the model width */
export function requireHeads(where: string, modelWidth: number, heads: number): void {
  const positive = [modelWidth, heads].every((size) => Number.isInteger(size) && size > 0);
  if (positive && modelWidth % heads === 0) return;
  throw new Error(`${where}: expected heads that divide the model width ${modelWidth}, got ${heads} heads`);
}

/**
 * Queries, keys and values, and the lengths that they have.
 * @throws when they fit neither the model width nor each other
 */
export function requireLengths(
  where: string,
  modelWidth: number,
  { query, key, value }: AttentionInputs,
): PairLengths & Record<'query' | 'key' | 'value', Tensor3D> {
  const [batch, queries] = requireShape(where, 'query', query, ['B', 'Lq', modelWidth]);
  const [, keys] = requireShape(where, 'key', key, [batch, 'Lk', modelWidth]);
  requireShape(where, 'value', value, [batch, keys, modelWidth]);
  return {
    batch,
    queries,
    keys,
    query: query as Tensor3D,
    key: key as Tensor3D,
    value: value as Tensor3D,
  };
}

/** The first two lengths of `[·, ·, ·]`. @throws when a length differs from an expected number */
export function requireShape(
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

/**
 * Checks that the keys are as many as a matrix over their positions has columns; `matrix` describes it.
 * @throws naming both numbers
 */
export function requireKeys(where: string, matrix: string, expected: number, keys: number): void {
  if (keys === expected) return;
  throw new Error(`${where}: expected context length ${expected} (its ${matrix}), got ${keys} keys`);
}
