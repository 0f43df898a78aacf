import type { Graph } from '../graph/graph.js';
import { shareCommonSubexpressions } from './common-subexpressions.js';
import { divideRows } from './divide-rows.js';
import { fuseScales } from './fuse-scales.js';
import { fuseTransposes } from './fuse-transposes.js';
import { sumRowsByProducts } from './sum-rows.js';
import { transposeProducts } from './transpose-products.js';

const passes: readonly ((graph: Graph) => Graph)[] = [
  shareCommonSubexpressions,
  fuseScales,
  transposeProducts,
  fuseTransposes,
  sumRowsByProducts,
  divideRows,
  shareCommonSubexpressions,
];

/** A recorded graph with the same results, up to rounding, in fewer or faster nodes. */
export function optimise(graph: Graph): Graph {
  return passes.reduce((current, pass) => pass(current), graph);
}
