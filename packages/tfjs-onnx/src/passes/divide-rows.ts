import { type Graph, rewrite } from '../graph/graph.js';
import { type Product, productOf, transposedProduct } from '../operators/product.js';
import { sizeOf } from '../tensors/shape.js';

/** The most threads for which the bits are the same. */
const MOST_THREADS = 16;

/** The terms that ONNX Runtime adds up at once, unless a thread has few columns. */
const TERMS_AT_ONCE = 128;

/** Columns that stay together when a width is divided. */
const BLOCK = 16;

/** Blocks of columns a thread from which on the width doesn't change how many terms are added up at once. */
const WIDE_ENOUGH = 5;

/**
 * The graph with products that are wider than high computed the other way round, `A B = (Bᵀ Aᵀ)ᵀ`, where their bits would depend
 * on the number of threads.
 *
 * ONNX Runtime divides the longer side of a product among its threads. Where a thread has up to 64 columns, fewer than
 * there are terms, it adds up more terms at once, so dividing such a width changes the order of additions; dividing rows
 * doesn't. Each matrix of a batch of at least as many as there are threads stays whole.
 *
 * Source: `MlasGemmBatch`, `MlasSgemmThreaded` and `MlasSgemmOperation` in onnxruntime/core/mlas/lib/sgemm.cpp.
 */
export function divideRows(graph: Graph): Graph {
  return rewrite(graph, ({ outputs: [output] }) => {
    const product = productOf(output);
    if (output === undefined || product === undefined || !dividesNarrowly(product)) return undefined;
    return [transposedProduct(product, output)];
  });
}

/** Whether the width of a product with several rows is divided into parts that may be narrow, and the terms are many. */
function dividesNarrowly({ a, b, transposeA, transposeB }: Product): boolean {
  const terms = a.shape.at(transposeA ? -2 : -1) as number;
  const width = b.shape.at(transposeB ? -2 : -1) as number;
  const isBatched = b.shape.length > 2;
  const rows = isBatched ? (a.shape.at(transposeA ? -1 : -2) as number) : sizeOf(a.shape) / terms;
  const matrices = isBatched ? sizeOf(b.shape.slice(0, -2)) : 1;
  const blocks = Math.floor(Math.ceil(width / BLOCK) / MOST_THREADS);
  return rows > 1 && width > rows && terms > TERMS_AT_ONCE && blocks < WIDE_ENOUGH && matrices < MOST_THREADS;
}
