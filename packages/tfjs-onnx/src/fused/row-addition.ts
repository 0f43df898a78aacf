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
  when,
} from '@better-attention/webassembly';
import { type AdditionOptions, addRows, type RowTerms } from '../tensors/rows.js';
import { STRIDE } from './loop.js';

/** Adds rows to those of a table, as `addRows` does; all are views on one memory. */
export type RowAddition = (table: Float32Array, terms: RowTerms, options?: AdditionOptions) => void;

/**
 * `addRows` for views on `memory`, four numbers at once where rows have a multiple of four. The results are the same,
 * bit for bit.
 */
export function rowAddition(memory: WebAssembly.Memory): RowAddition {
  const shared = memory.buffer instanceof SharedArrayBuffer;
  const module = new WebAssembly.Module(wasmModule({ run: additionLoop() }, { shared }));
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
    run: (...numbers: number[]) => void;
  };
  return (table, terms, options = {}) => {
    const { indices, rows } = terms;
    if (rows.byteLength % (indices.length * STRIDE) !== 0) {
      addRows(table, terms, options);
      return;
    }
    const { share = 1, first = 0 } = options;
    const width = rows.byteLength / indices.length;
    const addresses = [table, indices, rows].map(({ byteOffset }) => byteOffset);
    run(...addresses, first, table.byteLength / width, indices.length, width, share);
  };
}

/** A function of the addresses of table, indices and rows, the first index, the numbers of rows of both, the bytes of one, and the share. */
function additionLoop(): WasmFunction {
  const [table, index, row, first, count, left, width, share] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const [target, column, shares] = [8, 9, 10] as const;
  const sum = (a: number, b: Code): Code => [...local.get(a), ...b, ...i32.add];
  const element = (start: number): Code => sum(start, local.get(column));
  const advance = (place: number, by: Code): Code => [...sum(place, by), ...local.set(place)];
  const addRow = [
    ...[...local.get(target), ...local.get(width), ...i32.multiply, ...local.get(table), ...i32.add],
    ...[...local.set(target), ...i32.constant(0), ...local.set(column)],
    ...loop(
      [...element(target), ...element(target), ...v128.load()],
      [...element(row), ...v128.load(), ...local.get(shares), ...f32x4.multiply],
      [...f32x4.add, ...v128.store()],
      [...sum(column, i32.constant(STRIDE)), ...local.tee(column)],
      [...local.get(width), ...i32.lessUnsigned, ...branchIf(0)],
    ),
  ];
  return {
    parameters: [...Array.from({ length: 7 }, () => TYPES.i32), TYPES.f32],
    locals: [TYPES.i32, TYPES.i32, TYPES.v128],
    body: [
      ...[...local.get(share), ...f32x4.splat, ...local.set(shares)],
      ...block(
        [...local.get(left), ...i32.equalZero, ...branchIf(0)],
        loop(
          [...local.get(index), ...i32.load(), ...local.get(first), ...i32.subtract, ...local.tee(target)],
          [...local.get(count), ...i32.lessUnsigned],
          when(addRow),
          [...advance(index, i32.constant(4)), ...advance(row, local.get(width))],
          [...local.get(left), ...i32.constant(1), ...i32.subtract, ...local.tee(left), ...branchIf(0)],
        ),
      ),
    ],
  };
}
