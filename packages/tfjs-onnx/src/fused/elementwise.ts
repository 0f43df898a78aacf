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
  type WasmFunction,
  wasmModule,
} from '@better-attention/webassembly';
import type { Tensor } from '@tensorflow/tfjs-core';
import { constantData, splatElement } from '../graph/constants.js';
import { type Graph, type Node, sortedNodes, type Value } from '../graph/graph.js';
import { optimise } from '../passes/index.js';
import { record } from '../recorder/record.js';
import { sizeOf } from '../tensors/shape.js';
import { type Tree, tensorSpec } from '../tensors/tree.js';
import {
  type ElementwiseLoop,
  type ElementwiseProgram,
  type ElementwiseSignature,
  loadElementwise,
  STRIDE,
} from './loop.js';

/** Any length above 1 does, as the recorded function treats each element alike. */
const RECORDED_LENGTH = 4;

/** An elementwise function of tensors: the vectors that it changes, by their names. */
export type ElementwiseFunction = (
  vectors: Readonly<Record<string, Tensor>>,
  scalars: Readonly<Record<string, Tensor>>,
) => Readonly<Record<string, Tensor>>;

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
  signature: ElementwiseSignature,
  memory: WebAssembly.Memory,
): ElementwiseLoop {
  const shared = memory.buffer instanceof SharedArrayBuffer;
  return loadElementwise(lowerElementwise(fn, signature, { shared }), memory);
}

/**
 * The loop of {@link compileElementwise} as a program that any thread can load.
 *
 * @param shared whether it is for a memory that threads share (default false)
 */
export function lowerElementwise(
  fn: ElementwiseFunction,
  { vectors, scalars }: ElementwiseSignature,
  { shared = false }: { readonly shared?: boolean } = {},
): ElementwiseProgram {
  const specs = (names: readonly string[], shape: readonly number[]) =>
    Object.fromEntries(names.map((name) => [name, tensorSpec(shape)]));
  const recording = record((given) => fn(given.vectors, given.scalars), {
    vectors: specs(vectors, [RECORDED_LENGTH]),
    scalars: specs(scalars, []),
  });
  const changed = Object.keys(recording.outputs as Readonly<Record<string, Tree<unknown>>>);
  const run = loopOf(optimise(recording.graph), { vectors, scalars }, changed);
  return { module: new WebAssembly.Module(wasmModule({ run }, { shared })), vectors, scalars };
}

/** The loop as a function of the address of each vector, bytes, and each scalar. */
function loopOf(
  graph: Graph,
  { vectors, scalars }: ElementwiseSignature,
  changed: readonly string[],
): WasmFunction {
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
  return { parameters, locals, body };
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
