import type { Graph } from '../graph/graph.js';
import { collectScales } from './collect-scales.js';
import { shareCommonSubexpressions } from './common-subexpressions.js';
import { divideRows } from './divide-rows.js';
import { fuseBiases } from './fuse-biases.js';
import { fuseGelu } from './fuse-gelu.js';
import { fuseLayerNormalisation } from './fuse-layer-normalisation.js';
import { fuseScales } from './fuse-scales.js';
import { fuseTransposes } from './fuse-transposes.js';
import { readInPlace } from './read-in-place.js';
import { reuseProducts } from './reuse-products.js';
import { sumRowsByProducts } from './sum-rows.js';
import { transposeProducts } from './transpose-products.js';

const passes: readonly ((graph: Graph) => Graph)[] = [
  shareCommonSubexpressions,
  fuseGelu,
  fuseLayerNormalisation,
  collectScales,
  reuseProducts,
  fuseScales,
  transposeProducts,
  fuseTransposes,
  sumRowsByProducts,
  readInPlace,
  divideRows,
  fuseBiases,
  shareCommonSubexpressions,
];

/** A recorded graph with the same results, up to rounding, in fewer or faster nodes. */
export function optimise(graph: Graph): Graph {
  return passes.reduce((current, pass) => pass(current), graph);
}
