import { countReaders, createValue, type Graph, rewrite, type Value } from '../graph/graph.js';
import { reshape } from '../operators/layout.js';
import { productOf } from '../operators/product.js';

/** The graph with scaled or transposed products of two matrices and a row that is added to each of theirs as one node, `Gemm`. */
export function fuseBiases(graph: Graph): Graph {
  const readers = countReaders(graph);
  return rewrite(graph, (node, original) => {
    const [output] = node.outputs as [Value];
    if (node.operator !== 'Add' || output.shape.length !== 2) return undefined;
    for (const at of [0, 1]) {
      const product = productOf(node.inputs[at]);
      const bias = node.inputs[1 - at] as Value;
      const isRow =
        bias.shape.at(-1) === output.shape[1] && bias.shape.slice(0, -1).every((length) => length === 1);
      if (product === undefined || !isRow || readers.get(original.inputs[at] as Value) !== 1) continue;
      const { a, b, transposeA, transposeB, scale } = product;
      if (a.shape.length !== 2 || b.shape.length !== 2) continue;
      const attributes = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0, alpha: { float: scale } };
      return [
        createValue(
          { operator: 'Gemm', attributes },
          [a, b, reshape(bias, [bias.shape.at(-1) as number])],
          output,
        ),
      ];
    }
    return undefined;
  });
}
