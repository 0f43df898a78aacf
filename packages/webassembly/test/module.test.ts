import { describe, expect, it } from 'vitest';
import {
  block,
  branch,
  branchIf,
  type Code,
  f32x4,
  i8x16,
  i32,
  i32x4,
  local,
  loop,
  TYPES,
  v128,
  type WasmFunction,
  wasmModule,
  when,
} from '../src/index.js';

const { get } = local;
const memory = new WebAssembly.Memory({ initial: 1 });

/** The functions of a module over `memory`. */
function compiled<Name extends string>(functions: Record<Name, WasmFunction>) {
  const module = new WebAssembly.Module(wasmModule(functions));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as Record<Name, (...numbers: number[]) => unknown>;
}

/** The integer that code leaves on the stack, the parameters being 0, 1 …. */
function integer(body: Code, ...given: number[]): unknown {
  const parameters = given.map(() => TYPES.i32);
  return compiled({ run: { parameters, results: [TYPES.i32], locals: [], body } }).run(...given);
}

/** The bytes of the vector that an instruction gives for others. */
function vector(instruction: Code, ...operands: (Uint8Array | Int32Array | Float32Array)[]): Uint8Array {
  const body = [i32.constant(0), ...operands.map(v128.constant), instruction, v128.store()].flat();
  compiled({ run: { parameters: [], locals: [], body } }).run();
  return new Uint8Array(memory.buffer, 0, 16).slice();
}

const bytesOf = ({ buffer }: Uint8Array | Int32Array | Float32Array) => new Uint8Array(buffer);
const words = (...values: number[]) => Int32Array.from(values);
const floats = (...values: number[]) => Float32Array.from(values);
const truths = (...values: number[]) => Int32Array.from(values, (each) => -each);

describe('a module', () => {
  it('has functions by their names, with any number of results', () => {
    const { both, neither, sum } = compiled({
      both: {
        parameters: [TYPES.i32, TYPES.i32],
        results: [TYPES.i32, TYPES.i32],
        locals: [],
        body: [...get(1), ...get(0)],
      },
      neither: { parameters: [], locals: [], body: [] },
      sum: {
        parameters: [TYPES.i32, TYPES.i32],
        results: [TYPES.i32],
        locals: [],
        body: [...get(0), ...get(1), ...i32.add],
      },
    });
    expect([both(1, 2), neither(), sum(1, 2)]).toEqual([[2, 1], undefined, 3]);
  });

  it('may have more than 127 locals and bytes', () => {
    const locals = new Array<number>(300).fill(TYPES.i32);
    const steps = locals.map((_, at) => [...get(at), ...i32.constant(1), ...i32.add, ...local.set(at + 1)]);
    const body = [...steps.flat(), ...get(300)];
    const { run } = compiled({ run: { parameters: [TYPES.i32], results: [TYPES.i32], locals, body } });
    expect(run(7)).toBe(307);
  });

  it.each([0, 1, 63, 64, -1, -64, -65, 8191, 8192, -8193, 2 ** 31 - 1, -(2 ** 31)])('holds %d', (value) => {
    expect(integer(i32.constant(value))).toBe(value);
  });

  it.each([true, false])('takes memory that threads share if it is made for that: %o', (shared) => {
    const body = [...get(0), ...get(0), ...i32.load(), ...i32.storeByte(4)];
    const run = { parameters: [TYPES.i32], locals: [], body };
    const module = new WebAssembly.Module(wasmModule({ run }, { shared }));
    const instance = (isShared: boolean) => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: isShared });
      const bytes = new Uint8Array(memory.buffer);
      bytes[8] = 7;
      const { exports } = new WebAssembly.Instance(module, { env: { memory } });
      (exports.run as (address: number) => void)(8);
      return bytes[12];
    };
    expect(instance(shared)).toBe(7);
    expect(() => instance(!shared)).toThrow(/mismatch in shared state of memory/);
  });

  it('has blocks that are left and loops that are repeated', () => {
    const body = [
      ...block(
        loop(
          [...get(0), ...i32.equalZero, ...branchIf(1)],
          [...get(0), ...i32.constant(1), ...i32.subtract, ...local.tee(0)],
          [...get(1), ...i32.add, ...local.set(1)],
          branch(0),
        ),
      ),
      ...get(1),
    ];
    expect(integer(body, 5, 0)).toBe(4 + 3 + 2 + 1);
  });

  it.each([
    [0, 8],
    [1, 9],
  ])('does what is meant for when %d is not 0', (condition, result) => {
    const body = [...get(0), ...when(i32.constant(9), local.set(1)), ...get(1)];
    expect(integer(body, condition, 8)).toBe(result);
  });
});

describe('instructions on', () => {
  type Integers = [code: Code, operands: number[], result: number];
  const I32: Record<keyof Omit<typeof i32, 'constant' | 'load' | 'storeByte'>, Integers> = {
    equalZero: [i32.equalZero, [0], 1],
    lessUnsigned: [i32.lessUnsigned, [1, -1], 1],
    greaterUnsigned: [i32.greaterUnsigned, [1, -1], 0],
    countTrailingZeros: [i32.countTrailingZeros, [40], 3],
    add: [i32.add, [2 ** 31 - 1, 1], -(2 ** 31)],
    subtract: [i32.subtract, [3, 5], -2],
    multiply: [i32.multiply, [2 ** 30 + 3, 5], 2 ** 30 + 15],
    and: [i32.and, [12, 10], 8],
    xor: [i32.xor, [12, 10], 6],
    shiftLeft: [i32.shiftLeft, [3, 4], 48],
    shiftRightUnsigned: [i32.shiftRightUnsigned, [-1, 28], 15],
  };
  it.each(Object.entries(I32))('integers: %s', (_, [code, operands, result]) => {
    expect(integer([...operands.flatMap((_, at) => get(at)), ...code], ...operands)).toBe(result);
  });

  it('integers in memory, at any address', () => {
    const bytes = new Uint8Array(memory.buffer, 0, 12);
    bytes.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(integer([...get(0), ...i32.load(2)], 1)).toBe(0x07060504);
    const body = [...get(0), ...i32.constant(0x1234), ...i32.storeByte(1)];
    compiled({ run: { parameters: [TYPES.i32], locals: [], body } }).run(4);
    expect([...bytes]).toEqual([1, 2, 3, 4, 5, 0x34, 7, 8, 9, 10, 11, 12]);
  });

  it('vectors in memory, at any address', () => {
    const bytes = new Uint8Array(memory.buffer, 0, 40);
    bytes.set(Array.from(bytes, (_, at) => at));
    const body = [...get(0), ...get(0), ...v128.load(2), ...v128.store(20)];
    compiled({ run: { parameters: [TYPES.i32], locals: [], body } }).run(1);
    expect([...bytes.subarray(21, 37)]).toEqual(Array.from({ length: 16 }, (_, at) => at + 3));
  });

  it('a part of an array as a constant', () => {
    expect(vector([], words(9, 1, 2, 3, 4).subarray(1))).toEqual(bytesOf(words(1, 2, 3, 4)));
  });

  const [a, b] = [floats(1, -2, 0, 16), floats(1, 4, -3, 0.25)];
  const [m, n] = [words(12, -1, 0, 5), words(10, 7, 0, -8)];
  type Vectors = [code: Code, operands: (Int32Array | Float32Array)[], result: Int32Array | Float32Array];
  const F32X4: Record<keyof Omit<typeof f32x4, 'splat'>, Vectors> = {
    equal: [f32x4.equal, [a, b], truths(1, 0, 0, 0)],
    less: [f32x4.less, [a, b], truths(0, 1, 0, 0)],
    greater: [f32x4.greater, [a, b], truths(0, 0, 1, 1)],
    lessOrEqual: [f32x4.lessOrEqual, [a, b], truths(1, 1, 0, 0)],
    greaterOrEqual: [f32x4.greaterOrEqual, [a, b], truths(1, 0, 1, 1)],
    absolute: [f32x4.absolute, [b], floats(1, 4, 3, 0.25)],
    negate: [f32x4.negate, [b], floats(-1, -4, 3, -0.25)],
    squareRoot: [f32x4.squareRoot, [floats(1, 4, 0, 0.25)], floats(1, 2, 0, 0.5)],
    add: [f32x4.add, [a, b], floats(2, 2, -3, 16.25)],
    subtract: [f32x4.subtract, [a, b], floats(0, -6, 3, 15.75)],
    multiply: [f32x4.multiply, [a, floats(1, 4, 3, 0.25)], floats(1, -8, 0, 4)],
    divide: [f32x4.divide, [a, floats(1, 4, 3, 0.25)], floats(1, -0.5, 0, 64)],
    minimum: [f32x4.minimum, [a, b], floats(1, -2, -3, 0.25)],
    maximum: [f32x4.maximum, [a, b], floats(1, 4, 0, 16)],
  };
  const I32X4: Record<keyof Omit<typeof i32x4, 'splat'>, Vectors> = {
    lessUnsigned: [i32x4.lessUnsigned, [m, n], truths(0, 0, 0, 1)],
    shiftLeft: [[...i32.constant(4), ...i32x4.shiftLeft], [m], words(192, -16, 0, 80)],
    shiftRightUnsigned: [[...i32.constant(28), ...i32x4.shiftRightUnsigned], [m], words(0, 15, 0, 0)],
    add: [i32x4.add, [m, n], words(22, 6, 0, -3)],
    subtract: [i32x4.subtract, [m, n], words(2, -8, 0, 13)],
  };
  const V128: Record<keyof Omit<typeof v128, 'load' | 'store' | 'constant'>, Vectors> = {
    not: [v128.not, [m], words(~12, 0, -1, ~5)],
    and: [v128.and, [m, n], words(8, 7, 0, 0)],
    or: [v128.or, [m, n], words(14, -1, 0, -3)],
    xor: [v128.xor, [m, n], words(6, -8, 0, -3)],
    select: [v128.select, [m, n, words(-1, 0, 0, 1)], words(12, 7, 0, -7)],
  };
  it.each(Object.entries({ ...F32X4 }))('numbers: %s', (_, [code, operands, result]) => {
    expect(vector(code, ...operands)).toEqual(bytesOf(result));
  });
  it.each(Object.entries({ ...I32X4, ...V128 }))('vectors: %s', (_, [code, operands, result]) => {
    expect(vector(code, ...operands)).toEqual(bytesOf(result));
  });

  it('bytes', () => {
    const [x, y] = [Uint8Array.from({ length: 16 }, (_, at) => at), new Uint8Array(16).fill(9)];
    const marked = (holds: (value: number) => boolean) => x.map((value) => (holds(value) ? 255 : 0));
    expect(vector(i8x16.equal, x, y)).toEqual(marked((value) => value === 9));
    expect(vector(i8x16.lessUnsigned, x, new Uint8Array(16).fill(200))).toEqual(marked(() => true));
    expect(vector(i8x16.lessUnsigned, x, y)).toEqual(marked((value) => value < 9));
    const positions = Array.from(x, (at) => 31 - 2 * at);
    expect([...vector(i8x16.shuffle(positions), x, y)]).toEqual(
      positions.map((position) => (position < 16 ? position : 9)),
    );
    expect(integer([...v128.constant(marked((value) => value % 5 === 0)), ...i8x16.bitmask])).toBe(
      0b1000010000100001,
    );
  });

  it('a number in each lane', () => {
    expect(vector([...i32.constant(300), ...i8x16.splat])).toEqual(new Uint8Array(16).fill(44));
    expect(vector([...i32.constant(-3), ...i32x4.splat])).toEqual(bytesOf(words(-3, -3, -3, -3)));
    const body = [...i32.constant(0), ...get(0), ...f32x4.splat, ...v128.store()];
    compiled({ run: { parameters: [TYPES.f32], locals: [], body } }).run(0.5);
    expect(new Uint8Array(memory.buffer, 0, 16)).toEqual(bytesOf(floats(0.5, 0.5, 0.5, 0.5)));
  });
});
