import { sizeOf } from '../tensors/shape.js';
import { ARRAY_TYPES } from '../tensors/tree.js';
import type { ConstantData, ElementType, Value } from './graph.js';

const CONSTANT_TYPES = { ...ARRAY_TYPES, int64: BigInt64Array } as const;

/** A zeroed array for `size` elements of `type`. */
export function createData(type: ElementType, size: number): ConstantData {
  return new CONSTANT_TYPES[type](size);
}

/** A constant; equal elements are stored once. */
export function constant(data: ConstantData, shape: readonly number[], type: ElementType): Value {
  const uniform = data.length > 1 && data.every((element) => Object.is(element, data[0]));
  return { shape, type, source: { kind: 'constant', data: uniform ? data.slice(0, 1) : data } };
}

/** A constant whose elements are all `element`. */
export function splat(element: number, shape: readonly number[], type: ElementType): Value {
  const data = createData(type, sizeOf(shape) === 0 ? 0 : 1);
  if (data instanceof BigInt64Array) data.fill(BigInt(element));
  else data.fill(element);
  return { shape, type, source: { kind: 'constant', data } };
}

/** A constant vector of shapes, axes or indices. */
export function int64Vector(elements: readonly number[]): Value {
  const data = BigInt64Array.from(elements, BigInt);
  return { shape: [elements.length], type: 'int64', source: { kind: 'constant', data } };
}

/** The elements of a constant as it stores them: all, or one for all; `undefined` for other values. */
export function constantData(value: Value | undefined): ConstantData | undefined {
  return value?.source.kind === 'constant' ? value.source.data : undefined;
}

/** The one number that every element of a constant equals, if so. */
export function splatElement(value: Value | undefined): number | undefined {
  const data = constantData(value);
  return data?.length === 1 ? Number(data[0]) : undefined;
}

/** All elements of a constant. */
export function expandedData(data: ConstantData, shape: readonly number[], type: ElementType): ConstantData {
  const size = sizeOf(shape);
  if (data.length === size) return data;
  const expanded = createData(type, size);
  if (expanded instanceof BigInt64Array) expanded.fill(data[0] as bigint);
  else expanded.fill(data[0] as number);
  return expanded;
}
