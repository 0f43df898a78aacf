export { type CompiledFunction, compile, type DataOf, type ResultOf, type RunOptions } from './compile.js';
export { type CompiledLoop, compileLoop, type LoopSignature, type StepResult } from './compile-loop.js';
export * from './recorder.js';
export type { CompileOptions } from './runtime/session.js';
export { availableCores } from './runtime/threads.js';
