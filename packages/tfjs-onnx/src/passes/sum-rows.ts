import { constantData, splat } from '../graph/constants.js';
import { type Graph, producer, rewrite } from '../graph/graph.js';
import { multipleOf } from '../operators/elementwise.js';
import { reshape } from '../operators/layout.js';
import { matMul } from '../operators/matmul.js';
import { sizeOf } from '../tensors/shape.js';

/**
 * The graph with sums over all axes but the last, such as gradients of biases, as products with a row of ones, or of the number
 * that multiplies what is summed: ONNX Runtime would multiply inside a slower product.
 */
export function sumRowsByProducts(graph: Graph): Graph {
  return rewrite(graph, ({ outputs: [output] }) => {
    const [x, axes] = producer(output, 'ReduceSum')?.inputs ?? [];
    if (output === undefined || x?.type !== 'float32' || axes === undefined) return undefined;
    const summed = [...(constantData(axes) ?? [])].map(Number);
    const last = x.shape.length - 1;
    if (last < 1 || summed.length !== last || summed.includes(last)) return undefined;
    const width = x.shape[last] as number;
    const rows = sizeOf(x.shape.slice(0, -1));
    const { x: summand, factor } = multipleOf(x) ?? { x, factor: 1 };
    const sum = matMul(splat(factor, [1, rows], 'float32'), reshape(summand, [rows, width]));
    return [reshape(sum, output.shape)];
  });
}
