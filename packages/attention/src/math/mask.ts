import {
  cast,
  gather,
  lessEqual,
  logicalAnd,
  max,
  range,
  reshape,
  Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { described } from '../errors/described.js';

/** What may be attended to, in the forms that the computation needs. */
export interface Allowed {
  /** `[B or 1, 1, Lq or 1, Lk]` bool: whether a query may attend to a key. */
  readonly pairs: Tensor4D;
  /** `[B or 1, Lq or 1, 1]` float32: 1 for a query with at least one key, else 0; absent where all have one. */
  readonly queries?: Tensor3D;
  /** `[B or 1, Lk, 1]` bool: the mask of the keys; absent without a mask, and where the mask depends on the query. */
  readonly keys?: Tensor3D;
}

/** The lengths that a mask must fit. */
export interface PairLengths {
  readonly batch: number;
  readonly queries: number;
  readonly keys: number;
}

/**
 * Combines a mask and causality; undefined when there is neither.
 *
 * @param mask bool, true = may attend: `[B, Lk]` for all queries, `[Lq, Lk]` for all examples, or `[B, Lq, Lk]`,
 *   where B and Lq may be 1. When B = Lq > 1, two axes leave open which of the two is meant: an error asks for three.
 * @param causal query t attends to keys 0 … t (aligned at the first position, whatever the two lengths)
 */
export function allowedPairs(
  where: string,
  { batch, queries, keys }: PairLengths,
  mask?: Tensor,
  causal = false,
): Allowed | undefined {
  const triangle = causal ? reshape(lowerTriangle(queries, keys), [1, 1, queries, keys]) : undefined;
  if (mask === undefined) return triangle && { pairs: triangle as Tensor4D };
  const [examples, rows] = maskAxes(where, mask, { batch, queries, keys });
  const masked = reshape(mask, [examples, 1, rows, keys]) as Tensor4D;
  const pairs = (triangle ? logicalAnd(masked, triangle) : masked) as Tensor4D;
  const [, , attending] = pairs.shape;
  return {
    pairs,
    queries: reshape(max(cast(pairs, 'float32'), -1), [examples, attending, 1]),
    ...(rows === 1 && { keys: reshape(mask, [examples, keys, 1]) as Tensor3D }),
  };
}

/**
 * What the query at one position may attend to: `upTo` it, every key at or before it; and what may be attended to of the
 * position's `own` key. The mask is one of the keys, `[B, Lk]` or `[B, 1, Lk]`, where B may be 1.
 */
export function allowedAt(
  where: string,
  { batch, keys }: Omit<PairLengths, 'queries'>,
  position: Tensor1D,
  mask?: Tensor,
): { readonly upTo: Allowed | undefined; readonly own: Allowed | undefined } {
  const lengths = { batch, queries: 1, keys };
  const earlier = reshape(lessEqual(range(0, keys, 1, 'int32'), position), [1, 1, keys]);
  if (mask === undefined) return { upTo: allowedPairs(where, lengths, earlier), own: undefined };
  const [examples] = maskAxes(where, mask, lengths);
  const visible = reshape(mask, [examples, 1, keys]);
  return {
    upTo: allowedPairs(where, lengths, logicalAnd(visible, earlier)),
    own: allowedPairs(where, { ...lengths, keys: 1 }, gather(visible, position, 2)),
  };
}

/** `[rows, columns]` bool: true on and below the diagonal. */
export function lowerTriangle(rows: number, columns: number): Tensor2D {
  const elements = Uint8Array.from({ length: rows * columns }, (_, position) =>
    position % columns <= Math.floor(position / columns) ? 1 : 0,
  );
  return tensor2d(elements, [rows, columns], 'bool');
}

/** The mask's lengths over the examples and over the queries; each may be 1 for all. */
function maskAxes(where: string, mask: Tensor, { batch, queries, keys }: PairLengths): [number, number] {
  requireMask(where, mask);
  const shape = `[${mask.shape}]`;
  if (mask.rank === 2 && mask.shape[1] === keys) {
    const [length] = mask.shape as [number, number];
    if (length === batch && length === queries && length > 1 && keys > 0) {
      throw new Error(
        `${where}: a mask of shape ${shape} is ambiguous, as batch and query length are both ${batch}; ` +
          `pass [${batch}, 1, ${keys}] for a mask of the keys or [1, ${queries}, ${keys}] for one of the pairs`,
      );
    }
    if (length === batch) return [batch, 1];
    if (length === queries) return [1, queries];
  }
  if (mask.rank === 3 && mask.shape[2] === keys) {
    const [examples, rows] = mask.shape as [number, number, number];
    if ((examples === batch || examples === 1) && (rows === queries || rows === 1)) return [examples, rows];
  }
  throw new Error(
    `${where}: expected a mask of shape [${batch}, ${keys}], [${queries}, ${keys}] or ` +
      `[${batch}, ${queries}, ${keys}], got ${shape}`,
  );
}

/** @throws unless it is a tensor of bool that still has its numbers: of numbers, some hide where others show */
function requireMask(where: string, mask: unknown): void {
  if (!(mask instanceof Tensor) || mask.dtype !== 'bool') {
    const got = mask instanceof Tensor ? mask.dtype : described(mask);
    throw new Error(`${where}: expected a mask of bool, true = may attend, got ${got}`);
  }
  if (mask.isDisposed) throw new Error(`${where}: the mask has been disposed`);
}
