import {
  cast,
  customGrad,
  equal,
  expandDims,
  type GradSaveFunc,
  logicalAnd,
  logicalNot,
  max,
  mul,
  pad,
  type Rank,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  where,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Allowed } from './mask.js';

/** Keys and values, `[B, Lk, D]` each. */
export interface KeysAndValues {
  readonly key: Tensor3D;
  readonly value: Tensor3D;
}

/** What counts of keys and values. */
export interface Counted extends KeysAndValues {
  /** `[B, Lq, 1]` bool: the queries that may attend to NaN or ∞; absent where keys and values hold what they held. */
  readonly tainted?: Tensor3D;
}

/**
 * Keys and values with zeros where they must make no difference. A weight of zero isn't enough: 0 · NaN is NaN, in
 * products with values and in the gradients of queries and projections.
 *
 * Keys that no query sees become zero. Where a key may be seen by one query and hidden from another, those that hold NaN
 * or ∞ become zero, and the queries that see one are named, for {@link withTainted}.
 */
export function countedInputs(inputs: KeysAndValues, allowed: Allowed | undefined): Counted {
  if (allowed === undefined) return inputs;
  const [examples, , rows, keys] = allowed.pairs.shape;
  if (rows === 1) return keptRows(inputs, reshape(allowed.pairs, [examples, keys, 1]));
  const sound = constant(() => soundKeys(inputs));
  const kept = allowed.keys === undefined ? sound : logicalAnd(allowed.keys, sound);
  return { ...keptRows(inputs, kept), tainted: constant(() => seeing(allowed.pairs, logicalNot(sound))) };
}

/** NaN in the rows of queries that attend to NaN or ∞, `x` being `[B, Lq, n]` or `[B, H, Lq, n]`. */
export function withTainted<X extends Tensor>(x: X, tainted: Tensor3D | undefined): X {
  if (tainted === undefined) return x;
  return where(x.rank === 4 ? expandDims(tainted, 1) : tainted, Number.NaN, x);
}

/** Keys and values of one key that no query sees, in the place of none: a reduction over nothing is undefined. */
export function oneHidden({ key, value }: KeysAndValues): KeysAndValues & { readonly allowed: Allowed } {
  const added = (x: Tensor3D) =>
    pad(x, [
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
  const keys = zeros<Rank.R3>([1, 1, 1], 'bool');
  const allowed = { pairs: zeros<Rank.R4>([1, 1, 1, 1], 'bool'), queries: zeros<Rank.R3>([1, 1, 1]), keys };
  return { key: added(key), value: added(value), allowed };
}

/** Weights over the keys that {@link oneHidden} stands for: none, `[B, H, Lq, 0]`. */
export function ofNoKey(weights: Tensor4D): Tensor4D {
  const [batch, heads, queries] = weights.shape;
  return slice(weights, [0, 0, 0, 0], [batch, heads, queries, 0]);
}

function keptRows({ key, value }: KeysAndValues, kept: Tensor): KeysAndValues {
  const keptKey = rowsOr0(key, kept);
  return { key: keptKey, value: value === key ? keptKey : rowsOr0(value, kept) };
}

/** `x` with zeros in rows that aren't kept. Nothing comes back to those, not even NaN. */
function rowsOr0(x: Tensor3D, kept: Tensor): Tensor3D {
  return customGrad((input: unknown, mask: unknown, save: unknown) => {
    (save as GradSaveFunc)([mask as Tensor]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => [
      where(saved as Tensor, dy, 0),
      zerosLike(saved as Tensor),
    ];
    return { value: where(mask as Tensor, input as Tensor, 0), gradFunc };
  })(x, kept) as Tensor3D;
}

/** `[B, Lk, 1]` bool: whether all numbers of key and value are finite. */
function soundKeys({ key, value }: KeysAndValues): Tensor3D {
  const isSound = (x: Tensor): Tensor3D => equal(sum(mul(x, 0), -1, true), 0);
  return key === value ? isSound(key) : logicalAnd(isSound(key), isSound(value));
}

/** `[B, Lq, 1]` bool: the queries that see one of the keys, `[B, Lk, 1]`. */
function seeing(pairs: Tensor4D, keys: Tensor): Tensor3D {
  const [batch, length] = keys.shape as [number, number];
  const [examples, , rows] = pairs.shape;
  const seen = logicalAnd(reshape(pairs, [examples, rows, length]), reshape(keys, [batch, 1, length]));
  return cast(max(cast(seen, 'float32'), -1, true), 'bool');
}

/** What `compute` makes, which gradients take for a constant: they pass no comparison. */
function constant<Made extends Tensor>(compute: () => Made): Made {
  return customGrad(() => ({ value: compute(), gradFunc: () => [] }))() as Made;
}
