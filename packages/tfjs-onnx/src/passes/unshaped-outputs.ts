import { type Graph, producer, type Value } from '../graph/graph.js';

/**
 * The graph with outputs in the shapes in which they were computed: what reads them takes the elements, and their order is the
 * same. ONNX Runtime would copy an output to reshape it.
 */
export function withUnshapedOutputs({ inputs, outputs }: Graph): Graph {
  const taken = new Set<Value>(outputs.map(({ value }) => value));
  return {
    inputs,
    outputs: outputs.map(({ name, value }) => {
      const computed = producer(value, 'Reshape')?.inputs[0];
      if (computed?.source.kind !== 'node' || taken.has(computed)) return { name, value };
      taken.add(computed);
      return { name, value: computed };
    }),
  };
}
