import { splatElement } from '../graph/constants.js';
import { type Graph, type Node, producer, sortedNodes, type Value } from '../graph/graph.js';

/** An input of which a run reads only rows, by its position among the inputs, such as an embedding. */
export interface RowRead {
  readonly table: number;
  /** The positions of the inputs whose elements are the indices of these rows. */
  readonly indices: readonly number[];
}

/** The inputs of which a graph reads only rows whose indices are inputs too. */
export function rowReads(graph: Graph): RowRead[] {
  const nodes = sortedNodes(graph);
  const positions = new Map(graph.inputs.map(({ value }, at) => [value, at]));
  const outputs = new Set(graph.outputs.map(({ value }) => value));
  return graph.inputs.flatMap(({ value: table }, at) => {
    const readers = nodes.filter(({ inputs }) => inputs.includes(table));
    const indices = readers.map((reader) => positions.get(indexInput(reader, table) as Value));
    const areKnown = indices.every((position) => position !== undefined);
    return areKnown && indices.length > 0 && !outputs.has(table) ? [{ table: at, indices }] : [];
  });
}

/** What a node gathers rows of a table by, if it does no more: without its shape, and what keeps negative indices out of range. */
function indexInput({ operator, inputs, attributes }: Node, table: Value): Value | undefined {
  const [gathered, indices] = inputs;
  if (operator !== 'Gather' || attributes.axis !== 0 || gathered !== table || indices === table)
    return undefined;
  const [, outOfRange, guarded] = producer(indices, 'Where')?.inputs ?? [];
  const inRange = splatElement(outOfRange) === 2 ** 31 - 1 ? guarded : indices;
  const shaped = producer(inRange, 'Reshape')?.inputs[0] ?? inRange;
  return shaped?.type === 'int32' ? shaped : undefined;
}
