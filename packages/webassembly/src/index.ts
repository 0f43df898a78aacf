/**
 * WebAssembly modules with SIMD instructions, encoded at run time.
 *
 * @module @better-attention/webassembly
 */

export { block, branch, branchIf, local, loop, when } from './control.js';
export type { Code } from './encoding.js';
export { f32x4 } from './f32x4.js';
export { i8x16 } from './i8x16.js';
export { i32 } from './i32.js';
export { i32x4 } from './i32x4.js';
export { TYPES, type WasmFunction, wasmModule } from './module.js';
export { v128 } from './v128.js';
