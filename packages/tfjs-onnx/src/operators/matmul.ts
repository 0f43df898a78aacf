import { createValue, type Value } from '../graph/graph.js';
import { broadcastShapes } from '../tensors/shape.js';
import { swapLastAxes } from './layout.js';

/** Which operands of a matrix product are transposed in their last two axes. */
export interface MatMulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** The matrix product over the last two axes, `[…, M, N] × […, N, P] → […, M, P]`; the other axes broadcast. */
export function matMul(
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false }: MatMulOptions = {},
): Value {
  const left = transposeA ? swapLastAxes(a) : a;
  const right = transposeB ? swapLastAxes(b) : b;
  const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const shape = [...batch, left.shape.at(-2) as number, right.shape.at(-1) as number];
  return createValue({ operator: 'MatMul' }, [left, right], { shape, type: a.type });
}
