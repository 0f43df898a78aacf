import { type Graph, rewrite } from '../graph/graph.js';
import { transpose } from '../operators/layout.js';
import { createProduct, type Product, productOf, reversed } from '../operators/product.js';
import { sizeOf } from '../tensors/shape.js';

/** The terms that ONNX Runtime adds up at once, whatever the width of a product. */
const TERMS_AT_ONCE = 128;

/**
 * The graph with products that are wider than high computed the other way round, `A B = (Bᵀ Aᵀ)ᵀ`, so that their bits don't depend
 * on the number of threads.
 *
 * ONNX Runtime divides the longer side of a product among its threads. How many terms it adds up at once depends on the
 * width that one thread has, so dividing the width changes the order of additions; dividing rows doesn't.
 *
 * Source: `MlasSgemmThreaded` and `MlasSgemmOperation` in onnxruntime/core/mlas/lib/sgemm.cpp.
 */
export function divideRows(graph: Graph): Graph {
  return rewrite(graph, ({ outputs: [output] }) => {
    const product = productOf(output);
    if (output === undefined || product === undefined || !dividesWidth(product)) return undefined;
    const { shape, type } = output;
    const last = shape.length - 1;
    const exchanged = shape.map((_, axis) => (axis < last - 1 ? axis : 2 * last - 1 - axis));
    const exchangedShape = exchanged.map((axis) => shape[axis] as number);
    return [transpose(createProduct(reversed(product), { shape: exchangedShape, type }), exchanged)];
  });
}

/** Whether the width of a product with several rows is divided, and more terms than are added up at once. */
function dividesWidth({ a, b, transposeA, transposeB }: Product): boolean {
  const terms = a.shape.at(transposeA ? -2 : -1) as number;
  const width = b.shape.at(transposeB ? -2 : -1) as number;
  const rows = b.shape.length > 2 ? (a.shape.at(transposeA ? -1 : -2) as number) : sizeOf(a.shape) / terms;
  return rows > 1 && width > rows && terms > TERMS_AT_ONCE;
}
