import { Tensor } from '@tensorflow/tfjs-core';
import { described, listed } from '../errors/described.js';
import type { Attended } from '../math/dot-products.js';
import type { AttentionMemory } from './attention.js';

/** What the heads' outputs must fit. */
export interface ExpectedHeads {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  /** The rows of W^O: the widths of all heads together. */
  readonly width: number;
}

/** @throws unless `memory` is what a definition's `project` is to give */
export function requireProjected(where: string, memory: AttentionMemory): void {
  requireNoPromise(where, 'project', memory);
  const { keys, values } = memory ?? {};
  if (keys instanceof Tensor && values instanceof Tensor) return;
  throw new Error(
    `${where}: expected project to return { keys, values }, two tensors, got ${described(memory)}`,
  );
}

/** @throws unless `attended` is what a definition's `attend` is to give */
export function requireAttended(where: string, result: Attended, expected: ExpectedHeads): void {
  requireNoPromise(where, 'attend', result);
  const { batch, heads, queries, width } = expected;
  const { attended, weights } = result ?? {};
  const shape = [batch, heads, queries, width / heads];
  if (!(attended instanceof Tensor)) {
    throw new Error(
      `${where}: expected attend to return { attended }, a tensor ${listed(shape)}, got ${described(result)}`,
    );
  }
  if (attended.shape.join() !== shape.join()) {
    throw new Error(
      `${where}: expected attended of shape [B, H, Lq, Dh] = ${listed(shape)} from attend, got ${listed(attended.shape)}`,
    );
  }
  if (weights === undefined) return;
  const rows = shape.slice(0, 3);
  if (weights instanceof Tensor && weights.rank === 4 && weights.shape.slice(0, 3).join() === rows.join())
    return;
  throw new Error(
    `${where}: expected weights of shape [B, H, Lq, Lk] = ${listed([...rows, 'Lk'])} from attend, got ${described(weights)}`,
  );
}

/** @throws when a function of a definition is async: what it makes can't be waited for */
export function requireNoPromise(where: string, name: string, result: unknown): void {
  if (!(result instanceof Promise)) return;
  result.catch(() => undefined);
  throw new Error(
    `${where}: ${name} is async; return tensors at once, without async, await, or .data() of a tensor`,
  );
}
