import { constantData } from '../graph/constants.js';
import { createNode, type Graph, type Node, rewrite, type Value } from '../graph/graph.js';

const LARGEST_COMPARED = 4096;

/** The graph with equal constants, and equal nodes on equal inputs, once each. */
export function shareCommonSubexpressions(graph: Graph): Graph {
  const identities = new Map<Value | ArrayBufferLike, number>();
  const identify = (key: Value | ArrayBufferLike): number => {
    if (!identities.has(key)) identities.set(key, identities.size);
    return identities.get(key) as number;
  };
  const constants = new Map<string, Value>();
  const nodes = new Map<string, readonly Value[]>();

  const canonical = (value: Value | undefined): Value | undefined => {
    const data = constantData(value);
    if (value === undefined || data === undefined) return value;
    const content = data.length <= LARGEST_COMPARED ? `${bytesOf(data)}` : `#${identify(data.buffer)}`;
    const key = `${value.type}[${value.shape}]${content}`;
    if (!constants.has(key)) constants.set(key, value);
    return constants.get(key);
  };

  return rewrite(graph, (node) => {
    const inputs = node.inputs.map(canonical);
    const key = keyOf(
      node,
      inputs.map((input) => (input === undefined ? '' : identify(input))),
    );
    const existing = nodes.get(key);
    if (existing !== undefined) return existing;
    const isSame = inputs.every((input, index) => input === node.inputs[index]);
    const outputs = isSame ? node.outputs : createNode(node, inputs, node.outputs);
    nodes.set(key, outputs);
    return outputs;
  });
}

const bytesOf = (data: ArrayBufferView): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function keyOf({ operator, domain, attributes, outputs }: Node, inputs: readonly (number | '')[]): string {
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([operator, domain, sorted, inputs, outputs.length]);
}
