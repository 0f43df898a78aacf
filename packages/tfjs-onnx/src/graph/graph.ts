/** Element types inside a graph: those of TensorFlow.js, and ONNX's `int64` for shapes and indices. */
export type ElementType = 'float32' | 'int32' | 'bool' | 'int64';

/** Elements of a constant; `bool` is one byte an element. */
export type ConstantData = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** A float attribute; a plain number is an integer attribute. */
export interface FloatAttribute {
  readonly float: number;
}

/** An attribute of a node: integers as plain numbers, floats marked as such, or text. */
export type Attribute = number | readonly number[] | string | FloatAttribute;

/** Where a value comes from: an input of the graph, a constant, or output number `index` of a node. */
export type Source =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'constant'; readonly data: ConstantData }
  | { readonly kind: 'node'; readonly node: Node; readonly index: number };

/** One tensor of a graph. The `data` of a constant holds all elements, or one that stands for every element. */
export interface Value {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly source: Source;
}

/** One ONNX node; `domain` is absent for the standard operators. */
export interface Node {
  readonly operator: string;
  readonly domain?: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputs: readonly Value[];
}

/** A pure function as a graph: its nodes are those that `outputs` reach. */
export interface Graph {
  readonly inputs: readonly NamedValue[];
  readonly outputs: readonly NamedValue[];
}

/** A value with its name at the border of a graph. */
export interface NamedValue {
  readonly name: string;
  readonly value: Value;
}

/** What a node is, apart from its inputs and outputs. */
export interface Operation {
  readonly operator: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** Shape and type of a value. */
export type ValueType = Pick<Value, 'shape' | 'type'>;

/** The outputs of a new node. */
export function createNode(
  { operator, domain, attributes = {} }: Operation,
  inputs: readonly (Value | undefined)[],
  outputTypes: readonly ValueType[],
): readonly Value[] {
  const outputs: Value[] = [];
  const node: Node = { operator, ...(domain !== undefined && { domain }), inputs, attributes, outputs };
  outputTypes.forEach(({ shape, type }, index) => {
    outputs.push({ shape, type, source: { kind: 'node', node, index } });
  });
  return outputs;
}

/** The only output of a new node. */
export function createValue(
  operation: Operation,
  inputs: readonly (Value | undefined)[],
  outputType: ValueType,
): Value {
  return createNode(operation, inputs, [outputType])[0] as Value;
}

/** An input of a graph. */
export function createInput(name: string, { shape, type }: ValueType): Value {
  return { shape, type, source: { kind: 'input', name } };
}

/** The node that produces `value`, if one does; with `operator`, only if it is one of that operator. */
export function producer(value: Value | undefined, operator?: string): Node | undefined {
  if (value?.source.kind !== 'node') return undefined;
  const { node } = value.source;
  return operator === undefined || node.operator === operator ? node : undefined;
}

/**
 * The nodes that the outputs of `graph` need, each after the nodes that it reads.
 *
 * @param inputsOf what a node reads, its inputs unless given
 */
export function sortedNodes(
  graph: Graph,
  inputsOf: (node: Node) => Node['inputs'] = ({ inputs }) => inputs,
): Node[] {
  const sorted: Node[] = [];
  const seen = new Set<Node>();
  const stack: { node: Node; next: number }[] = [];
  const visit = (value: Value | undefined): void => {
    const node = producer(value);
    if (node !== undefined && !seen.has(node)) {
      seen.add(node);
      stack.push({ node, next: 0 });
    }
  };
  for (const { value } of graph.outputs) {
    visit(value);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const inputs = inputsOf(top.node);
      if (top.next < inputs.length) {
        visit(inputs[top.next++]);
      } else {
        sorted.push(top.node);
        stack.pop();
      }
    }
  }
  return sorted;
}

/** For each node output of `graph`, the number of node inputs and graph outputs that read it. */
export function countReaders(graph: Graph): Map<Value, number> {
  const readers = new Map<Value, number>();
  const count = (value: Value | undefined): void => {
    if (value !== undefined) readers.set(value, (readers.get(value) ?? 0) + 1);
  };
  for (const node of sortedNodes(graph)) node.inputs.forEach(count);
  for (const { value } of graph.outputs) count(value);
  return readers;
}

/**
 * The graph with nodes replaced, from the inputs to the outputs. `rule` gets a node whose inputs are rewritten
 * already, and the node of `graph` that it comes from; it returns the values that stand for the outputs, or `undefined` to keep the node.
 */
export function rewrite(
  graph: Graph,
  rule: (node: Node, original: Node) => readonly Value[] | undefined,
): Graph {
  return rebuild(graph, ({ inputs }) => inputs, rule);
}

/** The graph in which nodes read other values of it: those that `inputsOf` gives, none of which may need the node itself. */
export function reconnect(graph: Graph, inputsOf: (node: Node) => Node['inputs']): Graph {
  return rebuild(graph, inputsOf, () => undefined);
}

/** The graph in which inputs or constants are other values. */
export function replaceValues(graph: Graph, replacements: ReadonlyMap<Value, Value>): Graph {
  const current = (value: Value): Value => replacements.get(value) ?? value;
  const { inputs, outputs } = reconnect(graph, (node) => node.inputs.map((input) => input && current(input)));
  return { inputs, outputs: outputs.map(({ name, value }) => ({ name, value: current(value) })) };
}

function rebuild(
  graph: Graph,
  inputsOf: (node: Node) => Node['inputs'],
  rule: (node: Node, original: Node) => readonly Value[] | undefined,
): Graph {
  const replaced = new Map<Value, Value>();
  const current = <T extends Value | undefined>(value: T): T | Value =>
    (value && replaced.get(value)) ?? value;
  for (const original of sortedNodes(graph, inputsOf)) {
    const inputs = inputsOf(original).map(current);
    const changed = inputs.some((input, index) => input !== original.inputs[index]);
    const node = changed ? copyNode(original, inputs) : original;
    const outputs = rule(node, original) ?? node.outputs;
    original.outputs.forEach((output, index) => {
      const replacement = outputs[index] as Value;
      if (replacement !== output) replaced.set(output, replacement);
    });
  }
  return {
    inputs: graph.inputs,
    outputs: graph.outputs.map(({ name, value }) => ({ name, value: current(value) })),
  };
}

function copyNode(node: Node, inputs: readonly (Value | undefined)[]): Node {
  const [first] = createNode(node, inputs, node.outputs);
  return producer(first) as Node;
}
