import { createValue, type Graph, producer, rewrite, type Value } from '../graph.js';

/** The operand whose last two axes a transposition exchanges, if `value` is one. */
function untransposed(value: Value): Value | undefined {
  const node = producer(value, 'Transpose');
  if (node === undefined) return undefined;
  const { perm: permutation } = node.attributes as { perm: readonly number[] };
  const rank = permutation.length;
  const swapsLast = permutation.every((axis, position) => {
    if (position < rank - 2) return axis === position;
    return axis === (position === rank - 2 ? rank - 1 : rank - 2);
  });
  return swapsLast ? node.inputs[0] : undefined;
}

/** The graph with transposed operands of matrix products read in place, by ONNX Runtime's `FusedMatMul`. */
export function fuseTransposes(graph: Graph): Graph {
  return rewrite(graph, (node) => {
    if (node.operator !== 'MatMul') return undefined;
    const [a, b] = node.inputs as [Value, Value];
    if (a.type !== 'float32') return undefined;
    const [left, right] = [untransposed(a), untransposed(b)];
    if (left === undefined && right === undefined) return undefined;
    const attributes = { transA: left ? 1 : 0, transB: right ? 1 : 0 };
    const operation = { operator: 'FusedMatMul', domain: 'com.microsoft', attributes };
    return [createValue(operation, [left ?? a, right ?? b], node.outputs[0] as Value)];
  });
}
