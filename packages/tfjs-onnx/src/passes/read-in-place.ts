import { type Graph, rewrite } from '../graph/graph.js';
import { type Product, productOf, reversed, transposedProduct } from '../operators/product.js';
import { sizeOf } from '../tensors/shape.js';

/**
 * The graph with products of two matrices computed the other way round, `A B = (Bᵀ Aᵀ)ᵀ`, where that spares copying: ONNX Runtime copies
 * an operand that it reads transposed, and a result has to be turned back. A batch with few rows that is multiplied by a
 * large transposed matrix is the case in point.
 */
export function readInPlace(graph: Graph): Graph {
  return rewrite(graph, ({ outputs: [output] }) => {
    const product = productOf(output);
    if (output === undefined || product === undefined || output.shape.length > 2) return undefined;
    const turned = copied(reversed(product)) + 2 * sizeOf(output.shape);
    return turned < copied(product) ? [transposedProduct(product, output)] : undefined;
  });
}

/** The numbers that a product copies to read them transposed. */
function copied({ a, b, transposeA, transposeB }: Product): number {
  return (transposeA ? sizeOf(a.shape) : 0) + (transposeB ? sizeOf(b.shape) : 0);
}
