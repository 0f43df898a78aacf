import { splatElement } from '../graph/constants.js';
import { countReaders, createValue, type Graph, producer, rewrite, type Value } from '../graph/graph.js';
import { multipleOf } from './collect-scales.js';

/** What a GELU is computed of, and the values in between. */
interface Gelu {
  readonly x: Value;
  readonly between: readonly Value[];
}

/**
 * The graph with `½ · x · (1 + erf(x / √2))` as one node where nothing else reads a value in between: the GELU of a model that
 * isn't being trained.
 */
export function fuseGelu(graph: Graph): Graph {
  const readers = countReaders(graph);
  return rewrite(graph, ({ outputs: [output] }, original) => {
    const isAlone = geluOf(original.outputs[0])?.between.every((value) => readers.get(value) === 1);
    const gelu = isAlone ? geluOf(output) : undefined;
    return gelu && output && [createValue({ operator: 'Gelu' }, [gelu.x], output)];
  });
}

function geluOf(value: Value | undefined): Gelu | undefined {
  const half = multipleOf(value);
  const [a, b] = producer(half?.x, 'Mul')?.inputs ?? [];
  if (half?.factor !== 0.5 || a === undefined || b === undefined) return undefined;
  for (const [x, shifted] of [
    [a, b],
    [b, a],
  ] as const) {
    const [erf, one] = producer(shifted, 'Add')?.inputs ?? [];
    const u = producer(erf, 'Erf')?.inputs[0];
    const [divided, divisor] = producer(u, 'Div')?.inputs ?? [];
    const isGelu =
      divided === x && splatElement(one) === 1 && splatElement(divisor) === Math.fround(Math.SQRT2);
    if (isGelu) return { x, between: [half.x, shifted, erf, u] as Value[] };
  }
  return undefined;
}
