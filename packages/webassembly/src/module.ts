import { type Code, END, unsigned } from './encoding.js';

const HEADER: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const SECTIONS = { types: 1, imports: 2, functions: 3, exports: 7, codes: 10 } as const;
const FUNCTION_TYPE = 0x60;
const FUNCTION = 0;
const MEMORY = 2;
const ANY_SIZE: Code = [0, 0];
/** Memory that threads share always has a maximum, here the largest, in pages. */
const SHARED: Code = [3, 0, ...unsigned(2 ** 16)];

/** Types of values. */
export const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

/** A function of a module. */
export interface WasmFunction {
  readonly parameters: readonly number[];
  /** The types of what it leaves on the stack, default: nothing. */
  readonly results?: readonly number[];
  /** The types of its other locals, which are numbered after the parameters and begin as 0. */
  readonly locals: readonly number[];
  readonly body: Code;
}

/**
 * A module that imports the memory `env.memory` and exports functions by their names.
 *
 * @param shared whether the memory is one that threads share (default false)
 */
export function wasmModule(
  functions: Readonly<Record<string, WasmFunction>>,
  { shared = false }: { readonly shared?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const names = Object.keys(functions);
  const all = Object.values(functions);
  return Uint8Array.from([
    ...HEADER,
    ...section(SECTIONS.types, all.map(signature)),
    ...section(SECTIONS.imports, [
      [...named('env'), ...named('memory'), MEMORY, ...(shared ? SHARED : ANY_SIZE)],
    ]),
    ...section(
      SECTIONS.functions,
      all.map((_, at) => unsigned(at)),
    ),
    ...section(
      SECTIONS.exports,
      names.map((name, at) => [...named(name), FUNCTION, ...unsigned(at)]),
    ),
    ...section(SECTIONS.codes, all.map(code)),
  ]);
}

const counted = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];

const sized = (content: Code): Code => [...unsigned(content.length), ...content];

const named = (name: string): Code => sized([...new TextEncoder().encode(name)]);

const section = (id: number, items: readonly Code[]): Code => [id, ...sized(counted(items))];

const types = (values: readonly number[]): Code => counted(values.map((type) => [type]));

const signature = ({ parameters, results = [] }: WasmFunction): Code => [
  FUNCTION_TYPE,
  ...types(parameters),
  ...types(results),
];

const code = ({ locals, body }: WasmFunction): Code =>
  sized([...counted(locals.map((type) => [1, type])), ...body, END]);
