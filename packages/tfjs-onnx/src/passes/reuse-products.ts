import {
  countReaders,
  type Graph,
  type Node,
  producer,
  reconnect,
  sortedNodes,
  type Value,
} from '../graph/graph.js';
import { sameShape } from '../tensors/shape.js';

/**
 * The graph with `(a ∘ b) ∘ c` as `a ∘ (b ∘ c)` where `b ∘ c` is computed anyway and nothing else reads `a ∘ b`. The gradient of
 * dropout after a softmax is the case in point: the dropped weights are there already.
 */
export function reuseProducts(graph: Graph): Graph {
  const readers = countReaders(graph);
  const products = sortedNodes(graph).filter(
    ({ operator, outputs: [output] }) => operator === 'Mul' && output?.type === 'float32',
  );
  const known = new Map<Value, Map<Value, Value>>();
  for (const { inputs, outputs } of products) {
    const [a, b] = inputs as [Value, Value];
    for (const [one, other] of [[a, b] as const, [b, a] as const]) {
      if (!known.has(one)) known.set(one, new Map());
      known.get(one)?.set(other, outputs[0] as Value);
    }
  }

  const reused = (node: Node): readonly Value[] | undefined => {
    const [output] = node.outputs as [Value];
    for (const at of [0, 1]) {
      const c = node.inputs[1 - at] as Value;
      const inner = producer(node.inputs[at], 'Mul');
      if (inner === undefined || readers.get(node.inputs[at] as Value) !== 1) continue;
      const [first, second] = inner.inputs as [Value, Value];
      for (const [a, b] of [[first, second] as const, [second, first] as const]) {
        const product = known.get(b)?.get(c);
        if (product !== undefined && sameShape(product.shape, output.shape)) return [a, product];
      }
    }
    return undefined;
  };
  const inputs = new Map(products.map((node) => [node, reused(node)] as const));
  return reconnect(graph, (node) => inputs.get(node) ?? node.inputs);
}
