import { splatElement } from '../graph/constants.js';
import { createValue, type Graph, producer, type Value } from '../graph/graph.js';
import { multipleOf } from '../operators/elementwise.js';
import { fusePattern, type Pattern } from './fuse-pattern.js';

interface Gelu extends Pattern {
  readonly x: Value;
}

/**
 * The graph with `½ · x · (1 + erf(x / √2))` as one node where nothing else reads a value in between: the GELU of a model that
 * isn't being trained.
 */
export function fuseGelu(graph: Graph): Graph {
  return fusePattern(graph, geluOf, ({ x }, result) => createValue({ operator: 'Gelu' }, [x], result));
}

function geluOf(value: Value): Gelu | undefined {
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
    if (isGelu) return { x, between: ([half.x, shifted, erf, u] as Value[]).map((each) => [each, 1]) };
  }
  return undefined;
}
