import type { Graph } from '../graph.js';
import { shareCommonSubexpressions } from './common-subexpressions.js';
import { fuseTransposes } from './fuse-transposes.js';

/** A recorded graph with the same results in fewer or faster nodes. */
export function optimise(graph: Graph): Graph {
  return shareCommonSubexpressions(fuseTransposes(shareCommonSubexpressions(graph)));
}
