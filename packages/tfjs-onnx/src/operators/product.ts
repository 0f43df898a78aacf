import { createValue, producer, type Value, type ValueType } from '../graph/graph.js';
import { swapLastAxes } from './layout.js';

/** A matrix product with what ONNX Runtime does in the same node: `scale · A B`, either operand transposed in its last two axes. */
export interface Product {
  readonly a: Value;
  readonly b: Value;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly scale: number;
}

/** The product that `value` is, if it is one of `float32`. */
export function productOf(value: Value | undefined): Product | undefined {
  if (value?.type !== 'float32') return undefined;
  const node = producer(value, 'MatMul') ?? producer(value, 'FusedMatMul');
  if (node === undefined) return undefined;
  const [a, b] = node.inputs as [Value, Value];
  const { transA, transB, alpha } = node.attributes as Record<string, unknown>;
  return {
    a,
    b,
    transposeA: transA === 1,
    transposeB: transB === 1,
    scale: (alpha as { float: number } | undefined)?.float ?? 1,
  };
}

/** The product the other way round: `(A B)ᵀ = Bᵀ Aᵀ`. */
export function reversed({ a, b, transposeA, transposeB, scale }: Product): Product {
  return { a: b, b: a, transposeA: !transposeB, transposeB: !transposeA, scale };
}

/** The node of a product of the shape of `like`. */
export function createProduct({ a, b, transposeA, transposeB, scale }: Product, like: ValueType): Value {
  if (!transposeA && !transposeB && scale === 1) return createValue({ operator: 'MatMul' }, [a, b], like);
  const attributes = {
    transA: transposeA ? 1 : 0,
    transB: transposeB ? 1 : 0,
    ...(scale !== 1 && { alpha: { float: scale } }),
  };
  return createValue({ operator: 'FusedMatMul', domain: 'com.microsoft', attributes }, [a, b], like);
}

/** A product computed the other way round and turned back, `(Bᵀ Aᵀ)ᵀ`, of the shape of `like`. */
export function transposedProduct(product: Product, { shape, type }: ValueType): Value {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const exchanged = [...shape.slice(0, -2), columns, rows];
  return swapLastAxes(createProduct(reversed(product), { shape: exchanged, type }));
}
