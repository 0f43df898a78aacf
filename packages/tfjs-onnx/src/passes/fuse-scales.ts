import { countReaders, type Graph, producer, rewrite, type Value } from '../graph/graph.js';
import { multipleOf } from '../operators/elementwise.js';
import { createProduct, productOf } from '../operators/product.js';

/** The graph with numbers that multiply an operand or the result of a matrix product inside the product. */
export function fuseScales(graph: Graph): Graph {
  const readers = countReaders(graph);
  return rewrite(graph, (node, original) => {
    const [output] = node.outputs as [Value];
    const product = productOf(output);
    if (product !== undefined) {
      const left = multipleOf(product.a);
      const right = multipleOf(product.b);
      if (left === undefined && right === undefined) return undefined;
      const scale = product.scale * (left?.factor ?? 1) * (right?.factor ?? 1);
      return [
        createProduct({ ...product, a: left?.x ?? product.a, b: right?.x ?? product.b, scale }, output),
      ];
    }
    const multiple = multipleOf(output);
    const inner = productOf(multiple?.x);
    if (multiple === undefined || inner === undefined) return undefined;
    const isOnlyReader = original.inputs.some(
      (input) => input && producer(input) && readers.get(input) === 1,
    );
    return isOnlyReader
      ? [createProduct({ ...inner, scale: inner.scale * multiple.factor }, output)]
      : undefined;
  });
}
