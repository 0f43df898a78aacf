import { constant, constantData, int64Vector } from '../graph/constants.js';
import {
  type ConstantData,
  createNode,
  createValue,
  type Graph,
  type NamedValue,
  type Node,
  sortedNodes,
  type Value,
} from '../graph/graph.js';
import { sameShape } from '../tensors/shape.js';

/** The length of an axis: a number, the name of one that is known when the model runs, or neither. */
export type Dimension = number | string | undefined;

/** A graph with the dimensions of its inputs and outputs. */
export interface BatchGraph {
  readonly graph: Graph;
  readonly dimensions: ReadonlyMap<Value, readonly Dimension[]>;
}

/** What the batch is called in a model. */
const BATCH = 'batch';

/** One function's graph at one size of the batch. */
export interface SizedGraph {
  readonly size: number;
  readonly graph: Graph;
}

/** A number at every size: `constant + factor · size`. */
interface Affine {
  readonly constant: number;
  readonly factor: number;
}

/**
 * The graph of a function for a batch of any size, from its graphs at several. What differs between them, shapes above all, the
 * graph computes from the batch's size.
 *
 * @param batched where the inputs have the size: the position of one, and its axis
 * @throws Error where the graphs differ in more than numbers that grow evenly with the size
 */
export function anyBatch(
  sized: readonly SizedGraph[],
  batched: { readonly input: number; readonly axis: number },
): BatchGraph {
  const graphs = sized.map(({ graph }) => graph);
  const sizes = sized.map(({ size }) => size);
  const [first] = graphs as [Graph];
  const orders = graphs.map((graph) => sortedNodes(graph));
  const places = graphs.map((graph, at) => placesOf(graph, orders[at] as Node[]));
  const sizeOfBatch = createValue(
    { operator: 'Shape', attributes: { start: batched.axis, end: batched.axis + 1 } },
    [first.inputs[batched.input]?.value],
    { shape: [1], type: 'int64' },
  );
  const general = new Map<Value, Value>(first.inputs.map(({ value }) => [value, value]));
  const generalise = (values: readonly (Value | undefined)[], what: string): Value | undefined => {
    const [value] = values;
    if (values.every((each) => constantData(each) !== undefined)) {
      return generalConstant(values as Value[], { sizes, sizeOfBatch, what });
    }
    const isSame = values.every((each, at) => placeOf(each, places[at]) === placeOf(value, places[0]));
    if (!isSame) throw refusal(what);
    return value && general.get(value);
  };
  if (orders.some(({ length }) => length !== orders[0]?.length)) throw refusal('what the function computes');
  orders[0]?.forEach((node, at) => {
    const nodes = orders.map((order) => order[at] as Node);
    if (new Set(nodes.map(outline)).size > 1) throw refusal(node.operator);
    const inputs = node.inputs.map((_, input) =>
      generalise(
        nodes.map((each) => each.inputs[input]),
        `what ${node.operator} takes`,
      ),
    );
    createNode(node, inputs, node.outputs).forEach((output, index) => {
      general.set(node.outputs[index] as Value, output);
    });
  });
  const dimensions = new Map<Value, readonly Dimension[]>();
  const border = (values: readonly (readonly NamedValue[])[], isOutput: boolean): NamedValue[] =>
    (values[0] ?? []).map(({ name }, at) => {
      const each = values.map((list) => list[at]?.value as Value);
      const value = isOutput ? (generalise(each, `the output '${name}'`) as Value) : (each[0] as Value);
      dimensions.set(value, dimensionsOf(each, sizes));
      return { name, value };
    });
  const inputs = border(
    graphs.map((graph) => graph.inputs),
    false,
  );
  const outputs = border(
    graphs.map((graph) => graph.outputs),
    true,
  );
  return { graph: { inputs, outputs }, dimensions };
}

const refusal = (what: string): Error =>
  new Error(
    `exportOnnx: ${what} depends on the size of the batch as no file for any size can say; give the signature a number in the place of null`,
  );

/** Where each value of a graph comes from, in words that are the same in a graph of the same form. */
function placesOf({ inputs }: Graph, nodes: readonly Node[]): Map<Value, string> {
  const ofInputs = inputs.map(({ value }, at) => [value, `input ${at}`] as const);
  const ofNodes = nodes.flatMap(({ outputs }, at) =>
    outputs.map((value, index) => [value, `node ${at}.${index}`] as const),
  );
  return new Map([...ofInputs, ...ofNodes]);
}

function placeOf(value: Value | undefined, places: ReadonlyMap<Value, string> | undefined): string {
  return value === undefined ? 'none' : (places?.get(value) ?? 'a constant');
}

const outline = ({ operator, domain, attributes, inputs, outputs }: Node): string =>
  JSON.stringify([operator, domain, attributes, inputs.length, outputs.length]);

interface ConstantContext {
  readonly sizes: readonly number[];
  readonly sizeOfBatch: Value;
  readonly what: string;
}

function generalConstant(values: readonly Value[], context: ConstantContext): Value {
  const [value] = values as [Value];
  const datas = values.map((each) => constantData(each) as ConstantData);
  const [data] = datas as [ConstantData];
  const areEqual = datas.every((each) => sameElements(each, data));
  if (areEqual && values.every(({ shape }) => sameShape(shape, value.shape))) return value;
  if (areEqual && data.length === 1) {
    const shape = affineVector(
      values.map((each) => each.shape),
      context.sizes,
    );
    const element = constant(data, [], value.type);
    if (shape !== undefined) {
      return createValue({ operator: 'Expand' }, [element, computed(shape, context)], value);
    }
  }
  if (value.type === 'int64' && value.shape.length === 1) {
    const length = value.shape[0] as number;
    const elements = datas.map((each) => Array.from({ length }, (_, at) => Number(each[at] ?? each[0])));
    const vector = values.every(({ shape }) => shape[0] === length)
      ? affineVector(elements, context.sizes)
      : undefined;
    if (vector !== undefined) return computed(vector, context);
  }
  throw refusal(context.what);
}

function sameElements(a: ConstantData, b: ConstantData): boolean {
  return (
    a.length === b.length && a.every((element: number | bigint, at: number) => Object.is(element, b[at]))
  );
}

/** Each place of vectors of the sizes as a number at every size; `undefined` where one isn't. */
function affineVector(
  vectors: readonly (readonly number[])[],
  sizes: readonly number[],
): Affine[] | undefined {
  const [first] = vectors as [readonly number[]];
  if (vectors.some(({ length }) => length !== first.length)) return undefined;
  const places = first.map((_, at) =>
    affine(
      vectors.map((vector) => vector[at] as number),
      sizes,
    ),
  );
  return places.every((place) => place !== undefined) ? places : undefined;
}

function affine(numbers: readonly number[], sizes: readonly number[]): Affine | undefined {
  const [[a, b], [m, n]] = [numbers, sizes] as unknown as [[number, number], [number, number]];
  const factor = (b - a) / (n - m);
  const start = a - factor * m;
  const isRight =
    Number.isInteger(factor) && numbers.every((each, at) => each === start + factor * (sizes[at] as number));
  return isRight ? { constant: start, factor } : undefined;
}

function computed(vector: readonly Affine[], { sizeOfBatch }: ConstantContext): Value {
  const type = { shape: [vector.length], type: 'int64' } as const;
  const factors = int64Vector(vector.map(({ factor }) => factor));
  const grown = createValue({ operator: 'Mul' }, [factors, sizeOfBatch], type);
  return createValue({ operator: 'Add' }, [int64Vector(vector.map((each) => each.constant)), grown], type);
}

function dimensionsOf(values: readonly Value[], sizes: readonly number[]): Dimension[] {
  return (values[0]?.shape ?? []).map((_, axis) => {
    const length = affine(
      values.map(({ shape }) => shape[axis] as number),
      sizes,
    );
    if (length?.factor === 0) return length.constant;
    return length?.factor === 1 && length.constant === 0 ? BATCH : undefined;
  });
}
