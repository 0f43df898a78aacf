import { countReaders, type Graph, rewrite, type Value } from '../graph/graph.js';

/** A value as what several nodes compute. */
export interface Pattern {
  /** The values between the inputs of these nodes and their result, each with how often the nodes read it. */
  readonly between: readonly (readonly [value: Value, readers: number])[];
}

/**
 * The graph with one node in the place of several, where nothing else reads a value in between.
 *
 * @param match what a value is computed of, if it is by such nodes
 * @param fuse the node of the type of the result
 */
export function fusePattern<Found extends Pattern>(
  graph: Graph,
  match: (value: Value) => Found | undefined,
  fuse: (found: Found, result: Value) => Value,
): Graph {
  const readers = countReaders(graph);
  return rewrite(graph, ({ outputs: [output] }, { outputs: [original] }) => {
    const isAlone = original && match(original)?.between.every(([value, own]) => readers.get(value) === own);
    const found = isAlone && output ? match(output) : undefined;
    return found && [fuse(found, output as Value)];
  });
}
