import { type Graph, producer, rewrite, type Value } from '../graph/graph.js';
import { transpose } from '../operators/layout.js';
import { createProduct, productOf } from '../operators/product.js';
import { movesShortRows } from './short-rows.js';

/** A value whose last two axes, exchanged, give `value`, where that spares work: `value` is a transposition. */
function untransposed(value: Value): Value | undefined {
  const node = producer(value, 'Transpose');
  if (node === undefined) return undefined;
  const { perm: permutation } = node.attributes as { perm: readonly number[] };
  const [beforeLast, last] = permutation.slice(-2) as [number, number];
  const exchanged = [...permutation.slice(0, -2), last, beforeLast];
  const isExchange = exchanged.every((axis, position) => axis === position);
  return isExchange || movesShortRows(node) ? transpose(node.inputs[0] as Value, exchanged) : undefined;
}

/**
 * The graph with transposed operands of matrix products read in place, by ONNX Runtime's `FusedMatMul`. An operand
 * whose transposition moves short rows becomes one that transposes matrices, which is twice as fast.
 */
export function fuseTransposes(graph: Graph): Graph {
  return rewrite(graph, ({ outputs: [output] }) => {
    const product = productOf(output);
    if (output === undefined || product === undefined) return undefined;
    const [left, right] = [untransposed(product.a), untransposed(product.b)];
    if (left === undefined && right === undefined) return undefined;
    const fused = {
      a: left ?? product.a,
      b: right ?? product.b,
      transposeA: product.transposeA !== (left !== undefined),
      transposeB: product.transposeB !== (right !== undefined),
      scale: product.scale,
    };
    return [createProduct(fused, output)];
  });
}
