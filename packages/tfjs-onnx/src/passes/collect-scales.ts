import { countReaders, type Graph, rewrite, type Value } from '../graph/graph.js';
import { type Multiple, multipleOf, multiply, scalarLike } from '../operators/elementwise.js';
import { reshape, transpose } from '../operators/layout.js';
import { productOf } from '../operators/product.js';
import { sameShape } from '../tensors/shape.js';

/** Numbers between this one and its reciprocal are moved: others may be there to keep what follows in range. */
const LARGEST_MOVED = 1024;

/**
 * The graph with numbers that multiply a value moved behind what multiplies, reshapes or transposes it afterwards, and
 * joined there: `(2 x ∘ y) · 3` is `6 (x ∘ y)`. At the end of the chain a matrix product takes the number in, see `fuseScales`,
 * as it does right behind one.
 */
export function collectScales(graph: Graph): Graph {
  const readers = countReaders(graph);
  return rewrite(graph, (node, original) => {
    const [output] = node.outputs as [Value];
    const ownMultiple = (at: number): Multiple | undefined => {
      const multiple = multipleOf(node.inputs[at]);
      if (multiple === undefined || readers.get(original.inputs[at] as Value) !== 1) return undefined;
      return isModerate(multiple.factor) && productOf(multiple.x) === undefined ? multiple : undefined;
    };
    const times = (factor: number, value: Value): readonly Value[] => [
      multiply(value, scalarLike(factor, value)),
    ];

    if (node.operator === 'Reshape' || node.operator === 'Transpose') {
      const inner = ownMultiple(0);
      if (inner === undefined) return undefined;
      const { perm } = node.attributes as { perm: readonly number[] };
      const { x, factor } = inner;
      return times(factor, node.operator === 'Reshape' ? reshape(x, output.shape) : transpose(x, perm));
    }
    if (node.operator !== 'Mul' || output.type !== 'float32') return undefined;
    const outer = multipleOf(output);
    if (outer !== undefined) {
      const inner = ownMultiple((node.inputs as readonly Value[]).indexOf(outer.x));
      return inner && times(inner.factor * outer.factor, inner.x);
    }
    for (const at of [0, 1]) {
      const inner = ownMultiple(at);
      const other = node.inputs[1 - at] as Value;
      if (inner !== undefined && sameShape(inner.x.shape, output.shape)) {
        return times(inner.factor, multiply(inner.x, other));
      }
    }
    return undefined;
  });
}

function isModerate(factor: number): boolean {
  const size = Math.abs(factor);
  return size <= LARGEST_MOVED && size >= 1 / LARGEST_MOVED;
}
