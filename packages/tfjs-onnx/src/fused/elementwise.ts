import {
  block,
  branchIf,
  type Code,
  f32x4,
  i32,
  local,
  loop,
  TYPES,
  v128,
  wasmModule,
} from '@better-attention/webassembly';
import type { Tensor } from '@tensorflow/tfjs-core';
import { constantData, splatElement } from '../graph/constants.js';
import { type Graph, type Node, sortedNodes, type Value } from '../graph/graph.js';
import { optimise } from '../passes/index.js';
import { record } from '../recorder/record.js';
import { sizeOf } from '../tensors/shape.js';
import { type Tree, tensorSpec } from '../tensors/tree.js';

/** Bytes of the four numbers that an instruction takes at once. */
const STRIDE = 16;

/** Any length above 1 does, as the recorded function treats each element alike. */
const RECORDED_LENGTH = 4;

/** The vectors and numbers that an elementwise function takes, by name. */
export interface ElementwiseSignature {
  readonly vectors: readonly string[];
  readonly scalars: readonly string[];
}

/** An elementwise function of tensors: the vectors that it changes, by their names. */
export type ElementwiseFunction = (
  vectors: Readonly<Record<string, Tensor>>,
  scalars: Readonly<Record<string, Tensor>>,
) => Readonly<Record<string, Tensor>>;

/** An elementwise function as a loop. */
export interface ElementwiseLoop {
  /**
   * Changes vectors in place, each element as the function says.
   *
   * @param vectors views of one length, a multiple of 4, on the loop's memory, at multiples of 16 bytes
   * @param scalars rounded to float32
   */
  run(vectors: Readonly<Record<string, Float32Array>>, scalars: Readonly<Record<string, number>>): void;
}

const UNARY_INSTRUCTIONS: Readonly<Record<string, Code>> = {
  Abs: f32x4.absolute,
  Neg: f32x4.negate,
  Not: v128.not,
  Sqrt: f32x4.squareRoot,
};

const BINARY_INSTRUCTIONS: Readonly<Record<string, Code>> = {
  Add: f32x4.add,
  And: v128.and,
  Div: f32x4.divide,
  Equal: f32x4.equal,
  Greater: f32x4.greater,
  GreaterOrEqual: f32x4.greaterOrEqual,
  Less: f32x4.less,
  LessOrEqual: f32x4.lessOrEqual,
  Max: f32x4.maximum,
  Min: f32x4.minimum,
  Mul: f32x4.multiply,
  Or: v128.or,
  Sub: f32x4.subtract,
  Xor: v128.xor,
};

/**
 * Compiles a function of TensorFlow.js vectors that treats each element alike into one loop of WebAssembly SIMD over
 * `memory`: each number is read and written once, however many operations the function has. The results are those of
 * single operations, bit for bit.
 *
 * @throws Error when the function does more than arithmetic, square roots, comparisons and selection
 */
export function compileElementwise(
  fn: ElementwiseFunction,
  { vectors, scalars }: ElementwiseSignature,
  memory: WebAssembly.Memory,
): ElementwiseLoop {
  const specs = (names: readonly string[], shape: readonly number[]) =>
    Object.fromEntries(names.map((name) => [name, tensorSpec(shape)]));
  const recording = record((given) => fn(given.vectors, given.scalars), {
    vectors: specs(vectors, [RECORDED_LENGTH]),
    scalars: specs(scalars, []),
  });
  const changed = Object.keys(recording.outputs as Readonly<Record<string, Tree<unknown>>>);
  const module = new WebAssembly.Module(writeLoop(optimise(recording.graph), { vectors, scalars }, changed));
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
    run: (...numbers: number[]) => void;
  };
  return {
    run(given, numbers) {
      const views = vectors.map((name) => given[name] as Float32Array);
      checkViews(vectors, views, memory);
      const [first] = views as [Float32Array];
      run(
        ...views.map(({ byteOffset }) => byteOffset),
        first.byteLength,
        ...scalars.map((name) => numbers[name] as number),
      );
    },
  };
}

function checkViews(
  names: readonly string[],
  views: readonly (Float32Array | undefined)[],
  { buffer }: WebAssembly.Memory,
): void {
  const length = views[0]?.length ?? 0;
  views.forEach((view, position) => {
    const where = `elementwise loop: '${names[position]}'`;
    if (view?.buffer !== buffer) throw new Error(`${where}: expected a view on the memory of the loop`);
    if (view.length !== length || length % 4 !== 0 || view.byteOffset % STRIDE !== 0) {
      throw new Error(
        `${where}: expected ${length} elements, a multiple of 4, at a multiple of 16 bytes; ` +
          `got ${view.length} at ${view.byteOffset}`,
      );
    }
  });
}

/** The loop as a module: `run(address of each vector, bytes, each scalar)`. */
function writeLoop(
  graph: Graph,
  { vectors, scalars }: ElementwiseSignature,
  changed: readonly string[],
): Uint8Array<ArrayBuffer> {
  const parameters = [...vectors.map(() => TYPES.i32), TYPES.i32, ...scalars.map(() => TYPES.f32)];
  const bytes = vectors.length;
  const offset = parameters.length;
  const locals: number[] = [TYPES.i32];
  const places = new Map<Value, number>();

  const address = (vector: number): Code => [...local.get(vector), ...local.get(offset), ...i32.add];
  const store = (value: Value, code: Code): Code => {
    places.set(value, parameters.length + locals.length);
    locals.push(TYPES.v128);
    return [...code, ...local.set(places.get(value) as number)];
  };

  const before: Code[] = [];
  const inside: Code[] = [];
  graph.inputs.forEach(({ value }, position) => {
    if (position < vectors.length) {
      inside.push(store(value, [...address(position), ...v128.load()]));
    } else {
      before.push(store(value, [...local.get(position + 1), ...f32x4.splat]));
    }
  });
  const read = (value: Value): Code => {
    if (!places.has(value)) before.push(store(value, constantOf(value)));
    return local.get(places.get(value) as number);
  };
  for (const node of sortedNodes(graph)) {
    const [output] = node.outputs as [Value];
    const isSame = sizeOf(output.shape) === 1;
    (isSame ? before : inside).push(store(output, instructions(node, read)));
  }
  const writes = graph.outputs.map(({ value }, position): Code => {
    const vector = vectors.indexOf(changed[position] as string);
    if (vector < 0)
      throw new Error(
        `compileElementwise: '${changed[position]}' isn't a vector; expected one of ${vectors}`,
      );
    const code = read(value);
    return [...address(vector), ...code, ...v128.store()];
  });

  const advance: Code = [...local.get(offset), ...i32.constant(STRIDE), ...i32.add, ...local.tee(offset)];
  const body = [
    ...before.flat(),
    ...block(
      [...local.get(bytes), ...i32.equalZero, ...branchIf(0)],
      loop(...inside, ...writes, advance, [...local.get(bytes), ...i32.lessUnsigned, ...branchIf(0)]),
    ),
  ];
  return wasmModule({ run: { parameters, locals, body } });
}

const fourTimes = (element: number): Code => v128.constant(new Float32Array(4).fill(element));

function constantOf(value: Value): Code {
  const element = splatElement(value);
  if (element !== undefined) return fourTimes(element);
  const found = constantData(value) === undefined ? value.source.kind : 'several numbers';
  throw new Error(`compileElementwise: expected constants that are one number, got ${found}`);
}

function instructions(node: Node, read: (value: Value) => Code): Code {
  const { operator } = node;
  const inputs = (node.inputs as Value[]).map((input) => ({ type: input.type, code: read(input) }));
  const [a, b, c] = inputs as [(typeof inputs)[0], (typeof inputs)[0], (typeof inputs)[0]];
  if (operator === 'Where') return [...b.code, ...c.code, ...a.code, ...v128.select];
  if (operator === 'Reciprocal') return [...fourTimes(1), ...a.code, ...f32x4.divide];
  if (operator === 'Cast' && a.type === 'bool' && node.outputs[0]?.type === 'float32') {
    return [...a.code, ...fourTimes(1), ...v128.and];
  }
  const instruction = UNARY_INSTRUCTIONS[operator] ?? BINARY_INSTRUCTIONS[operator];
  const isSupported =
    instruction !== undefined && inputs.every(({ type }) => type === 'float32' || type === 'bool');
  if (isSupported) return [...inputs.flatMap(({ code }) => code), ...instruction];
  const known = [...Object.keys(UNARY_INSTRUCTIONS), ...Object.keys(BINARY_INSTRUCTIONS), 'Cast', 'Where'];
  throw new Error(`compileElementwise: ${operator} has no vector instruction; expected ${known.join(', ')}`);
}
