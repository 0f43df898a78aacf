import { constantData, expandedData, int64Vector } from '../graph/constants.js';
import {
  type Attribute,
  type Graph,
  type NamedValue,
  type Node,
  sortedNodes,
  type Value,
} from '../graph/graph.js';
import { checkNames } from '../tensors/checks.js';
import { sizeOf } from '../tensors/shape.js';
import type { TensorData } from '../tensors/tree.js';
import type { Dimension } from './any-batch.js';
import { bytes, encode, type Field, float, integer, message, text } from './protobuf.js';
import { ELEMENT_TYPE_CODES } from './types.js';

const IR_VERSION = 10;
const OPSET_VERSION = 21;
const MICROSOFT_DOMAIN = 'com.microsoft';
const LARGEST_STORED_SPLAT = 64;

/** The fields of a `GraphProto`. */
export interface GraphParts {
  readonly name: string;
  readonly nodes: readonly Field[];
  readonly initializers: readonly Field[];
  /** A `ValueInfoProto` each. */
  readonly inputs: readonly (readonly Field[])[];
  readonly outputs: readonly (readonly Field[])[];
}

/** The fields of a declared input or output (`ValueInfoProto`). */
function valueInfo({ name, value }: NamedValue, dimensions: readonly Dimension[] = value.shape): Field[] {
  const shape = dimensions.map((length) => message(1, dimensionFields(length)));
  const tensorType = message(1, [integer(1, ELEMENT_TYPE_CODES[value.type]), message(2, shape)]);
  return [text(1, name), message(2, [tensorType])];
}

function dimensionFields(length: Dimension): Field[] {
  if (length === undefined) return [];
  return [typeof length === 'number' ? integer(1, length) : text(2, length)];
}

/** One node (`NodeProto`) by the names of its inputs and outputs; an absent input is `''`. */
export function nodeFields(
  { operator, domain }: Pick<Node, 'operator' | 'domain'>,
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Field[],
): Field {
  return message(1, [
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    text(3, name),
    text(4, operator),
    ...(domain === undefined ? [] : [text(7, domain)]),
    ...attributes,
  ]);
}

/** One constant (`TensorProto` as the initializer of a graph). */
function initializer(name: string, value: Value): Field {
  return message(5, tensorFields(value, name));
}

/** A whole model (`ModelProto`), with texts about it by name. */
export function modelBytes(graph: GraphParts, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  return encode([
    integer(1, IR_VERSION),
    text(2, 'better-attention/tfjs-onnx'),
    message(7, graphFields(graph)),
    message(8, [integer(2, OPSET_VERSION)]),
    message(8, [text(1, MICROSOFT_DOMAIN), integer(2, 1)]),
    ...Object.entries(metadata).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
  ]);
}

function graphFields({ name, nodes, initializers, inputs, outputs }: GraphParts): Field[] {
  return [
    ...nodes,
    text(2, name),
    ...initializers,
    ...inputs.map((input) => message(11, input)),
    ...outputs.map((output) => message(12, output)),
  ];
}

function tensorFields(value: Value, name?: string): Field[] {
  const data = expandedData(constantData(value) as never, value.shape, value.type);
  return [
    ...value.shape.map((length) => integer(1, length)),
    integer(2, ELEMENT_TYPE_CODES[value.type]),
    ...(name === undefined ? [] : [text(8, name)]),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ];
}

function attributeFields(name: string, attribute: Attribute): Field {
  if (typeof attribute === 'string') return message(5, [text(1, name), text(4, attribute), integer(20, 3)]);
  if (typeof attribute === 'number')
    return message(5, [text(1, name), integer(3, attribute), integer(20, 2)]);
  if ('float' in attribute) return message(5, [text(1, name), float(2, attribute.float), integer(20, 1)]);
  return message(5, [text(1, name), ...attribute.map((one) => integer(8, one)), integer(20, 7)]);
}

/**
 * The nodes and initializers of what a graph computes. Outputs carry their own names; an output that is an input, a
 * constant, or the same value as an earlier output is an `Identity` node.
 */
function graphContent(graph: Graph): Pick<GraphParts, 'nodes' | 'initializers'> {
  const names = new Map<Value, string>();
  const nodes: Field[] = [];
  const initializers: Field[] = [];
  const copies: NamedValue[] = [];
  for (const { name, value } of graph.inputs) names.set(value, name);
  for (const output of graph.outputs) {
    if (output.value.source.kind !== 'node' || names.has(output.value)) copies.push(output);
    else names.set(output.value, output.name);
  }
  const border = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const nameOf = (value: Value): string => {
    const known = names.get(value);
    if (known !== undefined) return known;
    const plain = `${value.source.kind === 'constant' ? 'constant' : 'value'}_${names.size}`;
    const name = border.has(plain) ? `inner_${plain}` : plain;
    names.set(value, name);
    if (value.source.kind === 'constant') writeConstant(name, value);
    return name;
  };
  const writeConstant = (name: string, value: Value): void => {
    const isLargeSplat = constantData(value)?.length === 1 && sizeOf(value.shape) > LARGEST_STORED_SPLAT;
    if (!isLargeSplat) {
      initializers.push(initializer(name, value));
      return;
    }
    const element = { ...value, shape: [1] };
    const attribute = message(5, [text(1, 'value'), message(5, tensorFields(element)), integer(20, 4)]);
    nodes.push(
      nodeFields(
        { operator: 'ConstantOfShape' },
        name,
        [nameOf(int64Vector(value.shape))],
        [name],
        [attribute],
      ),
    );
  };
  sortedNodes(graph).forEach((node, position) => {
    const inputs = node.inputs.map((input) => (input === undefined ? '' : nameOf(input)));
    const attributes = Object.entries(node.attributes).map(([name, attribute]) =>
      attributeFields(name, attribute),
    );
    nodes.push(
      nodeFields(node, `${node.operator}_${position}`, inputs, node.outputs.map(nameOf), attributes),
    );
  });
  copies.forEach(({ name, value }) => {
    nodes.push(nodeFields({ operator: 'Identity' }, `copy_${name}`, [nameOf(value)], [name], []));
  });
  return { nodes, initializers };
}

/** What a model file holds besides its graph, and what it calls inputs and outputs. */
export interface ModelOptions {
  /** The elements of inputs that the file fixes, by name: they are its initializers, and nobody feeds them. */
  readonly fixed?: Readonly<Record<string, TensorData>>;
  /** Other names of inputs and outputs, fixed ones too, by the names that they have without; or what gives each its name. */
  readonly names?: Readonly<Record<string, string>> | ((name: string) => string);
  /** Texts about the model, by name. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Checks what a model file is to hold. */
export function checkModelOptions(where: string, options: ModelOptions): void {
  checkNames(where, options, ['fixed', 'names', 'metadata']);
}

/** The dimensions of inputs and outputs that aren't those of their shapes. */
type Dimensions = ReadonlyMap<Value, readonly Dimension[]>;

/**
 * A graph as the parts of an ONNX graph.
 *
 * @throws Error when a fixed input isn't one of the graph's, or has another number of elements, or when names clash
 */
export function graphParts(
  recorded: Graph,
  { fixed = {}, names = {} }: ModelOptions = {},
  dimensions: Dimensions = new Map(),
): GraphParts {
  const unknown = Object.keys(fixed).find((name) => recorded.inputs.every((input) => input.name !== name));
  if (unknown !== undefined) throw new Error(`model: '${unknown}' is fixed, but not an input of the graph`);
  const graph = renamed(recorded, names);
  const { nodes, initializers } = graphContent(graph);
  const inputs = recorded.inputs.map(({ name }, at) => ({
    data: fixed[name],
    input: graph.inputs[at] as NamedValue,
  }));
  const parameters = inputs.flatMap(({ data, input: { name, value } }) =>
    data === undefined ? [] : [initializer(name, constantLike(name, value, data))],
  );
  const info = (named: NamedValue): Field[] => valueInfo(named, dimensions.get(named.value));
  return {
    name: 'function',
    nodes,
    initializers: [...parameters, ...initializers],
    inputs: inputs.filter(({ data }) => data === undefined).map(({ input }) => info(input)),
    outputs: graph.outputs.map(info),
  };
}

/** A graph whose inputs and outputs have other names. */
function renamed({ inputs, outputs }: Graph, names: NonNullable<ModelOptions['names']>): Graph {
  const known = [...inputs, ...outputs].map(({ name }) => name);
  const unknown = Object.keys(typeof names === 'function' ? {} : names).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(
      `model: '${unknown}' is to be renamed, but the graph has ${known.map((name) => `'${name}'`).join(', ')}`,
    );
  }
  const rename = ({ name, value }: NamedValue): NamedValue => ({
    name: typeof names === 'function' ? names(name) : (names[name] ?? name),
    value,
  });
  const graph = { inputs: inputs.map(rename), outputs: outputs.map(rename) };
  const chosen = [...graph.inputs, ...graph.outputs].map(({ name }) => name);
  const wrong = chosen.find((name, at) => name === '' || chosen.indexOf(name) !== at);
  if (wrong === undefined) return graph;
  throw new Error(
    `model: an input or output is to be called '${wrong}', ${wrong === '' ? 'no name' : 'as another is'}`,
  );
}

function constantLike(name: string, { shape, type }: Value, data: TensorData): Value {
  if (data.length === sizeOf(shape)) return { shape, type, source: { kind: 'constant', data } };
  throw new Error(`model: '${name}' of shape [${shape}] needs ${sizeOf(shape)} elements, got ${data.length}`);
}

/** A graph as an ONNX model with the graph's shapes. */
export function writeModel(graph: Graph, options: ModelOptions = {}): Uint8Array {
  checkModelOptions('writeModel', options);
  return writeGraph(graph, options);
}

/** A graph as an ONNX model whose inputs and outputs have other dimensions. */
export function writeGraph(graph: Graph, options: ModelOptions, dimensions?: Dimensions): Uint8Array {
  return modelBytes(graphParts(graph, options, dimensions), options.metadata);
}
