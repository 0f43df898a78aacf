/** Part of a WebAssembly module, encoded. */
export type Code = readonly number[];

/** Instructions of the core set. */
export const CORE = {
  block: 0x02,
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Const: 0x41,
  i32EqualZero: 0x45,
  i32LessUnsigned: 0x49,
  i32Add: 0x6a,
} as const;

/** Instructions on vectors of four float32 numbers, or of 128 bits. */
export const SIMD = {
  load: 0x00,
  store: 0x0b,
  constant: 0x0c,
  splat: 0x13,
  equal: 0x41,
  less: 0x43,
  greater: 0x44,
  lessOrEqual: 0x45,
  greaterOrEqual: 0x46,
  not: 0x4d,
  and: 0x4e,
  or: 0x50,
  xor: 0x51,
  select: 0x52,
  absolute: 0xe0,
  negate: 0xe1,
  squareRoot: 0xe3,
  add: 0xe4,
  subtract: 0xe5,
  multiply: 0xe6,
  divide: 0xe7,
  minimum: 0xe8,
  maximum: 0xe9,
} as const;

/** Types of values, and of a block without a result. */
export const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b, none: 0x40 } as const;

/** An unsigned integer in LEB128. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** A SIMD instruction; those that access memory do so at 16-byte alignment. */
export function vectorInstruction(instruction: number): Code {
  const accessesMemory = instruction === SIMD.load || instruction === SIMD.store;
  return [0xfd, ...unsigned(instruction), ...(accessesMemory ? [4, 0] : [])];
}

/** `element` four times. */
export function vectorConstant(element: number): Code {
  const bytes = new Uint8Array(Float32Array.of(element, element, element, element).buffer);
  return [...vectorInstruction(SIMD.constant), ...bytes];
}

const counted = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];

const sized = (content: Code): Code => [...unsigned(content.length), ...content];

const named = (name: string): Code => sized([...new TextEncoder().encode(name)]);

const section = (id: number, items: readonly Code[]): Code => [id, ...sized(counted(items))];

/** A function without results. */
export interface WasmFunction {
  readonly parameters: readonly number[];
  /** The types of its other locals, which are numbered after the parameters. */
  readonly locals: readonly number[];
  readonly body: Code;
}

/** A module that imports the memory `env.memory` and exports one function as `run`. */
export function wasmModule({ parameters, locals, body }: WasmFunction): Uint8Array<ArrayBuffer> {
  const signature = [0x60, ...counted(parameters.map((type) => [type])), 0];
  const memory = [...named('env'), ...named('memory'), 2, 0, 0];
  const code = [...counted(locals.map((type) => [1, type])), ...body, CORE.end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [signature]),
    ...section(2, [memory]),
    ...section(3, [[0]]),
    ...section(7, [[...named('run'), 0, 0]]),
    ...section(10, [sized(code)]),
  ]);
}
