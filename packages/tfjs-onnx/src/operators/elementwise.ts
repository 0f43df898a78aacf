import { int64Vector, splat, splatElement } from '../graph/constants.js';
import { createValue, type ElementType, type Operation, producer, type Value } from '../graph/graph.js';
import { ELEMENT_TYPE_CODES } from '../onnx/types.js';
import { broadcastShapes, sameShape } from '../tensors/shape.js';

const foldedUnary: Record<string, (x: number) => number> = {
  Neg: (x) => -x,
  Abs: Math.abs,
  Sqrt: (x) => Math.fround(Math.sqrt(x)),
  Reciprocal: (x) => Math.fround(1 / x),
};

const foldedBinary: Record<string, (a: number, b: number) => number> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
};

/** `operator(x)`, element by element; the result has the type of `x` unless another is given. */
export function unary(
  operator: string,
  x: Value,
  type = x.type,
  attributes?: Operation['attributes'],
): Value {
  const fold = foldedUnary[operator];
  const element = splatElement(x);
  if (fold !== undefined && element !== undefined) return splat(fold(element), x.shape, type);
  return createValue({ operator, ...(attributes && { attributes }) }, [x], { shape: x.shape, type });
}

/** The operands of an elementwise node, as small as broadcasting to `shape` allows. */
function narrow(operands: readonly Value[], shape: readonly number[]): Value[] {
  const narrowed = [...operands];
  narrowed.forEach((operand, position) => {
    const expanded = producer(operand, 'Expand')?.inputs[0];
    const element = splatElement(operand);
    const candidate =
      expanded ??
      (element !== undefined && operand.shape.length > 0 ? splat(element, [], operand.type) : undefined);
    if (candidate === undefined) return;
    const shapes = narrowed.map((other, index) => (index === position ? candidate : other).shape);
    if (sameShape(broadcastShapes(...shapes), shape)) narrowed[position] = candidate;
  });
  return narrowed;
}

function broadcast(operator: string, operands: readonly Value[], type: ElementType): Value {
  const shape = broadcastShapes(...operands.map((operand) => operand.shape));
  return createValue({ operator }, narrow(operands, shape), { shape, type });
}

/** `operator(a, b)` with broadcasting; the result has the type of `a` unless another is given. */
export function binary(operator: string, a: Value, b: Value, type = a.type): Value {
  const fold = foldedBinary[operator];
  const [left, right] = [splatElement(a), splatElement(b)];
  if (fold !== undefined && left !== undefined && right !== undefined) {
    return splat(fold(left, right), broadcastShapes(a.shape, b.shape), type);
  }
  return broadcast(operator, [a, b], type);
}

export const add = (a: Value, b: Value): Value => binary('Add', a, b);

/** `a − b`; `a` itself where `b` is 0. */
export function subtract(a: Value, b: Value): Value {
  return splatElement(b) === 0 ? expand(a, broadcastShapes(a.shape, b.shape)) : binary('Sub', a, b);
}

/** `a · b`; the other operand itself where one is 1. */
export function multiply(a: Value, b: Value): Value {
  const shape = broadcastShapes(a.shape, b.shape);
  if (splatElement(b) === 1) return expand(a, shape);
  if (splatElement(a) === 1) return expand(b, shape);
  return binary('Mul', a, b);
}

/** A value as the multiple of another one of its shape. */
export interface Multiple {
  readonly x: Value;
  readonly factor: number;
}

/** `x` and the number when `value` is `x` times a number. */
export function multipleOf(value: Value | undefined): Multiple | undefined {
  const node = producer(value, 'Mul');
  if (value === undefined || node === undefined) return undefined;
  const [a, b] = node.inputs as [Value, Value];
  for (const [x, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const factor = splatElement(other);
    if (factor !== undefined && sameShape(x.shape, value.shape)) return { x, factor };
  }
  return undefined;
}

/** `a / b`; `a` itself where `b` is 1. */
export function divide(a: Value, b: Value): Value {
  return splatElement(b) === 1 ? expand(a, broadcastShapes(a.shape, b.shape)) : binary('Div', a, b);
}

/** A comparison (`Equal`, `Less`, `Greater`, `LessOrEqual`, `GreaterOrEqual`): a `bool` value. */
export function compare(operator: string, a: Value, b: Value): Value {
  const ordered = operator !== 'Equal' && a.type === 'bool';
  return ordered
    ? binary(operator, cast(a, 'int32'), cast(b, 'int32'), 'bool')
    : binary(operator, a, b, 'bool');
}

export const not = (x: Value): Value => unary('Not', x);

/** `condition ? a : b` with broadcasting. */
export function where(condition: Value, a: Value, b: Value): Value {
  if (a.type === 'bool') return binary('Or', binary('And', condition, a), binary('And', not(condition), b));
  return broadcast('Where', [condition, a, b], a.type);
}

/** `x` as another type: `bool` of a number is whether it differs from 0, `int32` of a float drops the fraction. */
export function cast(x: Value, type: ElementType): Value {
  if (x.type === type) return x;
  const element = splatElement(x);
  if (element !== undefined) return splat(type === 'bool' && element !== 0 ? 1 : element, x.shape, type);
  return createValue({ operator: 'Cast', attributes: { to: ELEMENT_TYPE_CODES[type] } }, [x], {
    shape: x.shape,
    type,
  });
}

/** Whether each element of a `float32` value is neither NaN nor infinite. */
export function hasFiniteElements(x: Value): Value {
  const difference = binary('Sub', x, x);
  return compare('Equal', difference, scalarLike(0, x));
}

/** A `float32` value without its fractions as `int32`; NaN and infinities are 0. */
export function truncate(x: Value): Value {
  return cast(where(hasFiniteElements(x), x, scalarLike(0, x)), 'int32');
}

/** `x` broadcast to `shape`. */
export function expand(x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  const element = splatElement(x);
  if (element !== undefined) return splat(element, shape, x.type);
  return createValue({ operator: 'Expand' }, [x, int64Vector(shape)], { shape, type: x.type });
}

/** A constant of the type of `like` that broadcasts against anything. */
export const scalarLike = (element: number, like: Value): Value => splat(element, [], like.type);
