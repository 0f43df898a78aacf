import { Tensor, type Tensor3D } from '@tensorflow/tfjs-core';
import { described, listed } from '../errors/described.js';
import type { PairLengths } from '../math/mask.js';
import type { AttentionInputs, AttentionRun, StepInputs } from './attention.js';
import { requireBoolean, requireKnown } from './settings.js';

const NAMES: Readonly<Record<keyof AttentionInputs, true>> = {
  query: true,
  key: true,
  value: true,
  mask: true,
  causal: true,
};

const RUN: Readonly<Record<keyof AttentionRun, true>> = { returnWeights: true, dropout: true };

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

/**
 * @throws when what `apply` is called with has a name that it doesn't know, or is of another kind than it should be
 */
export function requireCall(where: string, inputs: AttentionInputs, run: AttentionRun): void {
  requireInputs(where, inputs, Object.keys(NAMES));
  requireBoolean(where, 'causal', inputs.causal);
  const misplaced = Object.keys(run ?? {}).find((name) => name in NAMES);
  if (misplaced !== undefined) {
    throw new Error(`${where}: '${misplaced}' is one of the inputs; pass it beside query, key and value`);
  }
  requireKnown(where, run, Object.keys(RUN));
  requireBoolean(where, 'returnWeights', run.returnWeights);
  if (run.dropout === undefined || typeof run.dropout === 'function') return;
  throw new Error(
    `${where}: expected dropout as a function of weights and rate, got ${described(run.dropout)}; ` +
      "the rate is the layer's option",
  );
}

/** @throws when inputs are no object, or have a name that is not known */
export function requireInputs(where: string, inputs: object, known: readonly string[]): void {
  if (typeof inputs !== 'object' || inputs === null || inputs instanceof Tensor) {
    throw new Error(`${where}: expected inputs { ${known.join(', ')} }, got ${described(inputs)}`);
  }
  requireKnown(where, inputs, known, 'input');
}

/** The first two lengths of `[·, ·, ·]`. @throws when it is no such tensor, or a length differs from an expected number */
export function requireShape(
  where: string,
  name: string,
  tensor: Tensor,
  expected: readonly [number | string, number | string, number],
): [number, number] {
  requireTensor(where, name, tensor, `of shape ${listed(expected)}`);
  const { shape } = tensor;
  const fits =
    shape.length === expected.length &&
    expected.every((length, axis) => typeof length === 'string' || length === shape[axis]);
  if (!fits) throw new Error(`${where}: expected ${name} of shape ${listed(expected)}, got ${listed(shape)}`);
  return [shape[0] as number, shape[1] as number];
}

/** @throws unless it is a tensor that still has its numbers; `form` says which is expected */
export function requireTensor(where: string, name: string, tensor: unknown, form: string): void {
  if (!(tensor instanceof Tensor)) {
    const way = Array.isArray(tensor) || ArrayBuffer.isView(tensor) ? `; tf.tensor(${name}) makes one` : '';
    throw new Error(`${where}: expected ${name}, a tensor ${form}, got ${described(tensor)}${way}`);
  }
  if (tensor.isDisposed) throw new Error(`${where}: ${name} has been disposed`);
}

/** @throws unless it is one position, `[1]` int32 */
export function requirePosition(where: string, position: StepInputs['position']): void {
  const form = 'of shape [1] and int32';
  requireTensor(where, 'position', position, form);
  const { shape, dtype } = position;
  if (shape.join() === '1' && dtype === 'int32') return;
  throw new Error(`${where}: expected position, a tensor ${form}, got ${described(position)}`);
}

/**
 * Checks that the keys are as many as a matrix over their positions has columns; `matrix` describes it.
 * @throws naming both numbers
 */
export function requireKeys(where: string, matrix: string, expected: number, keys: number): void {
  if (keys === expected) return;
  throw new Error(`${where}: expected context length ${expected} (its ${matrix}), got ${keys} keys`);
}
