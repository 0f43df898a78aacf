import { splatElement } from '../graph/constants.js';
import { type Graph, type NamedValue, type Node, producer, type Value } from '../graph/graph.js';
import { reshape } from '../operators/layout.js';

/** An output that a graph leaves in two parts: each of its rows is the sum of the `rows` with its index. */
interface RowSum {
  readonly sum: NamedValue;
  /** `[N]` int32; rows with an index out of range don't count. */
  readonly indices: NamedValue;
  /** `[N, ...]` float32. */
  readonly rows: NamedValue;
}

/** A graph whose outputs are those of another, some of them as {@link RowSum}. */
export interface SeparatedGraph {
  readonly graph: Graph;
  /** For each output of the other graph its parts, or itself. */
  readonly outputs: readonly (NamedValue | RowSum)[];
}

/** The graph without the additions of rows that end in an output, such as the gradient of an embedding. */
export function separateRowSums(graph: Graph): SeparatedGraph {
  const outputs = graph.outputs.map((output): NamedValue | RowSum => {
    const sum = rowSum(output.value);
    if (sum === undefined) return output;
    return {
      sum: output,
      indices: { name: `${output.name}.indices`, value: sum.indices },
      rows: { name: `${output.name}.rows`, value: sum.rows },
    };
  });
  return {
    graph: {
      inputs: graph.inputs,
      outputs: outputs.flatMap((output) => ('rows' in output ? [output.indices, output.rows] : [output])),
    },
    outputs,
  };
}

/** The parts of a value that is a sum of rows on a ground of zeros. */
function rowSum(value: Value): { indices: Value; rows: Value } | undefined {
  const additions: Node[] = [];
  let ground = value;
  for (let node = producer(ground, 'ScatterND'); node; node = producer(ground, 'ScatterND')) {
    additions.unshift(node);
    ground = node.inputs[0] as Value;
  }
  const indices = joined(additions.map(({ inputs }) => inputs[1] as Value));
  const rows = joined(additions.map(({ inputs }) => inputs[2] as Value));
  if (splatElement(ground) !== 0 || ground.type !== 'float32') return undefined;
  if (indices === undefined || rows === undefined || indices.shape[1] !== 1) return undefined;
  const small = producer(producer(indices, 'Reshape')?.inputs[0] ?? indices, 'Cast')?.inputs[0];
  if (small?.type !== 'int32') return undefined;
  const count = indices.shape[0] as number;
  const unguarded = withoutGuard(small, rows);
  return { indices: reshape(unguarded.indices, [count]), rows: unguarded.rows };
}

/** The parts of a segment sum without the nodes that keep indices in range, see `segmentSum`. */
function withoutGuard(indices: Value, rows: Value): { indices: Value; rows: Value } {
  const [isIndexValid, index, first] = producer(indices, 'Where')?.inputs ?? [];
  const [isRowValid, row, nothing] = producer(rows, 'Where')?.inputs ?? [];
  const isGuarded = isIndexValid !== undefined && producer(isRowValid, 'Reshape')?.inputs[0] === isIndexValid;
  if (!isGuarded || splatElement(first) !== 0 || splatElement(nothing) !== 0) return { indices, rows };
  return { indices: index as Value, rows: row as Value };
}

/** The value that `parts` are, in their order: the only one, or what a node split into all of them. */
function joined(parts: readonly Value[]): Value | undefined {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first;
  const split = producer(first, 'Split');
  const isWhole =
    split?.outputs.length === parts.length && parts.every((part, at) => part === split.outputs[at]);
  return isWhole ? split.inputs[0] : undefined;
}
