/** Nested records and arrays of leaves. A leaf is a {@link TensorSpec}, or anything but a plain array or a plain object. */
export type Tree<Leaf> = Leaf | readonly Tree<Leaf>[] | { readonly [name: string]: Tree<Leaf> };

/** The tree type `T` with each leaf of type `From` replaced by `To`. */
export type MapLeaves<T, From, To> = T extends From
  ? To
  : { [Name in keyof T]: MapLeaves<T[Name], From, To> };

/** Element types that cross the border between TensorFlow.js and ONNX. */
export type DataType = 'float32' | 'int32' | 'bool';

/**
 * The type `dtype` as a graph holds it.
 *
 * @throws Error for `string` and `complex64`
 */
export function elementType(dtype: string, where: string): DataType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`${where}: ${dtype} tensors can't be recorded; use float32, int32 or bool`);
}

/** The static shape and element type of one tensor. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** The elements of one tensor in row-major order: `float32`, `int32` and `bool` (one byte each, 0 or 1). */
export type TensorData = Float32Array | Int32Array | Uint8Array;

/** The typed array of each element type. */
export const ARRAY_TYPES = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Like a {@link TensorSpec}; `null` is the batch, whose size an exported model leaves open. */
export interface BatchSpec {
  readonly shape: readonly (number | null)[];
  readonly dtype: DataType;
}

/**
 * A {@link TensorSpec}; `float32` unless another type is named. With `null` for the batch, it is one for `exportOnnx`.
 *
 * @throws Error when a length is neither a whole number nor `null`
 */
export function tensorSpec(shape: readonly number[], dtype?: DataType): TensorSpec;
export function tensorSpec(shape: readonly (number | null)[], dtype?: DataType): BatchSpec;
export function tensorSpec(shape: readonly (number | null)[], dtype: DataType = 'float32'): BatchSpec {
  if (!Array.isArray(shape) || !shape.every((length) => length === null || isLength(length))) {
    throw new Error(
      `tensorSpec: expected a shape of whole numbers, with null for a batch of any size, got ${JSON.stringify(shape)}`,
    );
  }
  return { shape, dtype };
}

/** Whether a number is the length of an axis. */
export const isLength = (length: unknown): length is number =>
  Number.isInteger(length) && (length as number) >= 0;

/** Whether something has the fields of a {@link TensorSpec}. */
export function isTensorSpec(value: unknown): value is TensorSpec {
  const { shape, dtype } = (value ?? {}) as Partial<TensorSpec>;
  return Array.isArray(shape) && typeof dtype === 'string';
}

function isBranch<Leaf>(
  tree: Tree<Leaf>,
): tree is readonly Tree<Leaf>[] | { readonly [name: string]: Tree<Leaf> } {
  if (Array.isArray(tree)) return true;
  if (typeof tree !== 'object' || tree === null || isTensorSpec(tree)) return false;
  const prototype = Object.getPrototypeOf(tree);
  return prototype === Object.prototype || prototype === null;
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** The leaves of `tree` with their paths, e.g. `blocks.0.kernel`, in the order of its entries; a bare leaf has the path `''`. */
export function entries<Leaf>(tree: Tree<Leaf>, path = ''): [path: string, leaf: Leaf][] {
  if (!isBranch(tree)) return [[path, tree as Leaf]];
  return Object.entries(tree).flatMap(([name, child]) => entries(child as Tree<Leaf>, join(path, name)));
}

/** The leaves of `tree` in the order of its entries. */
export function leaves<Leaf>(tree: Tree<Leaf>): Leaf[] {
  return entries(tree).map(([, leaf]) => leaf);
}

/** A tree of the same structure with each leaf replaced by `change(leaf, path)`. */
export function mapTree<Leaf, Result, T extends Tree<Leaf>>(
  tree: T & Tree<Leaf>,
  change: (leaf: Leaf, path: string) => Result,
): MapLeaves<T, Leaf, Result> {
  const visit = (branch: Tree<Leaf>, path: string): unknown => {
    if (!isBranch(branch)) return change(branch as Leaf, path);
    if (Array.isArray(branch)) return branch.map((child, index) => visit(child, join(path, `${index}`)));
    const children = Object.entries(branch) as [string, Tree<Leaf>][];
    return Object.fromEntries(children.map(([name, child]) => [name, visit(child, join(path, name))]));
  };
  return visit(tree, '') as MapLeaves<T, Leaf, Result>;
}

/** The tree of `structure`'s form that holds `values`, one for each of its leaves in order. */
export function unflatten<Value>(structure: unknown, values: readonly Value[]): Tree<Value> {
  const expected = leaves<unknown>(structure).length;
  if (values.length !== expected)
    throw new Error(`unflatten: expected ${expected} values, got ${values.length}`);
  let next = 0;
  return mapTree<unknown, Value, Tree<unknown>>(structure, () => values[next++] as Value) as Tree<Value>;
}

/**
 * The leaves of `tree` in the order of `structure`'s leaves, matched by path.
 *
 * @param what names the tree in errors
 * @throws Error when a leaf of `structure` is missing in `tree`, or `tree` has one that `structure` lacks
 */
export function alignLeaves<Leaf>(structure: unknown, tree: Tree<Leaf>, what: string): Leaf[] {
  const found = new Map(entries(tree));
  const paths = entries<unknown>(structure).map(([path]) => path);
  const missing = paths.find((path) => !found.has(path));
  if (missing !== undefined) throw new Error(`${what}: '${missing}' is missing; expected ${list(paths)}`);
  if (found.size > paths.length) {
    const expected = new Set(paths);
    const extra = [...found.keys()].find((path) => !expected.has(path));
    throw new Error(`${what}: '${extra}' is not expected; expected ${list(paths)}`);
  }
  return paths.map((path) => found.get(path) as Leaf);
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, 8).map((path) => `'${path}'`);
  return paths.length > shown.length
    ? `${shown.join(', ')} and ${paths.length - shown.length} more`
    : shown.join(', ');
}
