import type { ClipByValueAttrs, LeakyReluAttrs, StepAttrs } from '@tensorflow/tfjs-core';
import { splatElement } from '../graph/constants.js';
import { createValue, type Value } from '../graph/graph.js';
import {
  add,
  binary,
  cast,
  compare,
  divide,
  expand,
  hasFiniteElements,
  multiply,
  not,
  scalarLike,
  subtract,
  truncate,
  unary,
  where,
} from '../operators/elementwise.js';
import { reshape } from '../operators/layout.js';
import { broadcastShapes } from '../tensors/shape.js';
import { type AB, type Kernel, type Kernels, kernel, listed, type X } from './kernel.js';

const asFloat = (x: Value): Value => cast(x, 'float32');

const floatUnary = (operator: string): Kernel => kernel(({ x }: X) => unary(operator, asFloat(x)));

const anyUnary = (operator: string): Kernel => kernel(({ x }: X) => unary(operator, x));

function arithmetic(name: string, compute: (a: Value, b: Value) => Value): Kernel {
  return kernel(({ a, b }: AB) => {
    if (a.type === 'bool')
      throw new Error(`${name}: bool tensors have no arithmetic; cast them to int32 or float32 first`);
    return compute(a, b);
  });
}

const comparison = (operator: string): Kernel => kernel(({ a, b }: AB) => compare(operator, a, b));

const square = (x: Value): Value => binary('Mul', x, x);

/**
 * An integer division or remainder: 0 where `b` is 0, as in TensorFlow.js, and `negated` where it is −1.
 * ONNX Runtime would stop the process at `a / 0` and at −2147483648 / −1.
 */
function guardDivisor(
  a: Value,
  b: Value,
  compute: (a: Value, divisor: Value) => Value,
  negated: (a: Value) => Value,
): Value {
  const element = splatElement(b);
  if (element !== undefined && element !== 0 && element !== -1) return compute(a, b);
  const one = scalarLike(1, b);
  const isZero = compare('Equal', b, scalarLike(0, b));
  const isMinusOne = compare('Equal', b, scalarLike(-1, b));
  const quotient = compute(a, where(binary('Or', isZero, isMinusOne), one, b));
  return where(isZero, scalarLike(0, a), where(isMinusOne, negated(a), quotient));
}

function floorDivide(a: Value, b: Value): Value {
  if (a.type === 'float32') return truncate(unary('Floor', divide(a, b)));
  const quotient = (dividend: Value, divisor: Value) =>
    binary('Div', subtract(dividend, binary('Mod', dividend, divisor)), divisor);
  return guardDivisor(a, b, quotient, (dividend) => unary('Neg', dividend));
}

function modulo(a: Value, b: Value): Value {
  if (a.type !== 'float32') {
    const remainder = (dividend: Value, divisor: Value) => binary('Mod', dividend, divisor);
    return guardDivisor(a, b, remainder, (dividend) => scalarLike(0, dividend));
  }
  const remainder = floatRemainder(a, b);
  const zero = scalarLike(0, a);
  const sameSign = compare('Equal', compare('Less', a, zero), compare('Less', b, zero));
  return where(sameSign, remainder, floatRemainder(add(remainder, b), b));
}

const floatRemainder = (a: Value, b: Value): Value =>
  createValue({ operator: 'Mod', attributes: { fmod: 1 } }, [a, b], {
    shape: broadcastShapes(a.shape, b.shape),
    type: a.type,
  });

/** log(1 + x), exact to rounding near 0: x · log(u) / (u − 1) with u = 1 + x rounded. */
function log1p(x: Value): Value {
  const one = scalarLike(1, x);
  const shifted = add(x, one);
  const offset = subtract(shifted, one);
  const corrected = divide(multiply(x, unary('Log', shifted)), offset);
  const isTiny = compare('Equal', offset, scalarLike(0, x));
  const isSmall = compare('Less', unary('Abs', x), scalarLike(0.5, x));
  return where(isSmall, where(isTiny, x, corrected), unary('Log', shifted));
}

/** exp(x) − 1, exact to rounding near 0: 2t / (1 − t) with t = tanh(x / 2). */
function expm1(x: Value): Value {
  const half = unary('Tanh', multiply(x, scalarLike(0.5, x)));
  const small = divide(multiply(half, scalarLike(2, x)), subtract(scalarLike(1, x), half));
  const isSmall = compare('Less', unary('Abs', x), scalarLike(0.5, x));
  return where(isSmall, small, subtract(unary('Exp', x), scalarLike(1, x)));
}

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(−|x|)). */
function softplus(x: Value): Value {
  return add(unary('Relu', x), log1p(unary('Exp', unary('Neg', unary('Abs', x)))));
}

/** 1 where x > 0, `alpha` elsewhere, NaN where x is. */
function step(x: Value, alpha: number): Value {
  const zero = scalarLike(0, x);
  if (alpha === 0) return binary('Max', unary('Sign', x), zero);
  const stepped = where(compare('Greater', x, zero), scalarLike(1, x), scalarLike(alpha, x));
  return where(compare('Equal', x, x), stepped, x);
}

/** The sign, 0 where x is NaN. */
function sign(x: Value): Value {
  const zero = scalarLike(0, x);
  return subtract(cast(compare('Greater', x, zero), x.type), cast(compare('Less', x, zero), x.type));
}

function clip(x: Value, minimum: number, maximum: number): Value {
  const smallest = x.type === 'int32' ? Math.max(Math.ceil(minimum), -(2 ** 31)) : minimum;
  const largest = x.type === 'int32' ? Math.min(Math.floor(maximum), 2 ** 31 - 1) : maximum;
  return binary('Min', binary('Max', x, scalarLike(smallest, x)), scalarLike(largest, x));
}

function select(condition: Value, t: Value, e: Value): Value {
  const perRow = condition.shape.length === 1 && t.shape.length > 1;
  const aligned = perRow
    ? reshape(condition, [...condition.shape, ...t.shape.slice(1).map(() => 1)])
    : condition;
  return where(aligned, t, e);
}

/** a ** b; a square is a product. */
function power(a: Value, b: Value): Value {
  const exponent = splatElement(b);
  const base = expand(a, broadcastShapes(a.shape, b.shape));
  if (exponent === 1) return base;
  return exponent === 2 ? square(base) : binary('Pow', a, b);
}

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

function selu(x: Value): Value {
  const negative = multiply(expm1(x), scalarLike(SELU_SCALE * SELU_ALPHA, x));
  return where(compare('Less', x, scalarLike(0, x)), negative, multiply(x, scalarLike(SELU_SCALE, x)));
}

/** atan(y / x) continued to all four quadrants; two infinities count as equally long. */
function arcTangent2(y: Value, x: Value): Value {
  const constant = (element: number) => scalarLike(element, x);
  const bothInfinite = not(binary('Or', isBounded(x), isBounded(y)));
  const ratio = where(bothInfinite, divide(clip(y, -1, 1), clip(x, -1, 1)), divide(y, x));
  const isNegative = (value: Value) =>
    binary(
      'Or',
      compare('Less', value, constant(0)),
      compare('Less', divide(constant(1), value), constant(0)),
    );
  const halfTurn = where(isNegative(y), constant(-Math.PI), constant(Math.PI));
  const angle = add(unary('Atan', ratio), where(isNegative(x), halfTurn, constant(0)));
  const bothZero = binary('And', compare('Equal', x, constant(0)), compare('Equal', y, constant(0)));
  return where(bothZero, where(isNegative(x), halfTurn, y), angle);
}

const isBounded = (x: Value): Value => compare('Less', unary('Abs', x), scalarLike(Infinity, x));

function elu(x: Value): Value {
  return where(compare('Less', x, scalarLike(0, x)), expm1(x), x);
}

/** The elementwise kernels of TensorFlow.js. */
export const elementwiseKernels: Kernels = {
  Abs: anyUnary('Abs'),
  Acos: floatUnary('Acos'),
  Acosh: floatUnary('Acosh'),
  Add: arithmetic('Add', add),
  AddN: kernel((inputs: Readonly<Record<string, Value>>) => listed(inputs).reduce(add)),
  Asin: floatUnary('Asin'),
  Asinh: floatUnary('Asinh'),
  Atan: floatUnary('Atan'),
  Atan2: kernel(({ a, b }: AB) => arcTangent2(asFloat(a), asFloat(b))),
  Atanh: floatUnary('Atanh'),
  BitwiseAnd: kernel(({ a, b }: AB) => binary('BitwiseAnd', a, b)),
  Ceil: floatUnary('Ceil'),
  ClipByValue: kernel(({ x }: X, { clipValueMin, clipValueMax }: ClipByValueAttrs) =>
    clip(x, clipValueMin, clipValueMax),
  ),
  Cos: floatUnary('Cos'),
  Cosh: floatUnary('Cosh'),
  Elu: kernel(({ x }: X) => elu(asFloat(x))),
  EluGrad: kernel(({ dy, y }: { dy: Value; y: Value }) =>
    where(compare('GreaterOrEqual', y, scalarLike(0, y)), dy, multiply(dy, add(y, scalarLike(1, y)))),
  ),
  Equal: comparison('Equal'),
  Erf: floatUnary('Erf'),
  Exp: floatUnary('Exp'),
  Expm1: kernel(({ x }: X) => expm1(asFloat(x))),
  Floor: floatUnary('Floor'),
  FloorDiv: arithmetic('FloorDiv', floorDivide),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  IsFinite: kernel(({ x }: X) => hasFiniteElements(asFloat(x))),
  IsInf: kernel(({ x }: X) => {
    const magnitude = unary('Abs', asFloat(x));
    return compare('Equal', magnitude, scalarLike(Infinity, magnitude));
  }),
  IsNan: kernel(({ x }: X) => not(compare('Equal', x, x))),
  LeakyRelu: kernel(({ x }: X, { alpha }: LeakyReluAttrs) => {
    const value = asFloat(x);
    return where(
      compare('Less', value, scalarLike(0, value)),
      multiply(value, scalarLike(alpha, value)),
      value,
    );
  }),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  Log: floatUnary('Log'),
  Log1p: kernel(({ x }: X) => log1p(asFloat(x))),
  LogicalAnd: kernel(({ a, b }: AB) => binary('And', a, b)),
  LogicalNot: kernel(({ x }: X) => not(x)),
  LogicalOr: kernel(({ a, b }: AB) => binary('Or', a, b)),
  LogicalXor: kernel(({ a, b }: AB) => binary('Xor', a, b)),
  Maximum: arithmetic('Maximum', (a, b) => binary('Max', a, b)),
  Minimum: arithmetic('Minimum', (a, b) => binary('Min', a, b)),
  Mod: arithmetic('Mod', modulo),
  Multiply: kernel(({ a, b }: AB) => (a.type === 'bool' ? binary('And', a, b) : multiply(a, b))),
  Neg: anyUnary('Neg'),
  NotEqual: kernel(({ a, b }: AB) => not(compare('Equal', a, b))),
  Pow: arithmetic('Pow', power),
  Prelu: kernel(({ x, alpha }: { x: Value; alpha: Value }) => {
    const value = asFloat(x);
    return where(compare('Less', value, scalarLike(0, value)), multiply(value, asFloat(alpha)), value);
  }),
  RealDiv: arithmetic('RealDiv', (a, b) => divide(asFloat(a), asFloat(b))),
  Reciprocal: floatUnary('Reciprocal'),
  Relu: kernel(({ x }: X) => binary('Max', x, scalarLike(0, x))),
  Relu6: kernel(({ x }: X) => clip(x, 0, 6)),
  Round: kernel(({ x }: X) => (x.type === 'int32' ? x : unary('Round', asFloat(x)))),
  Rsqrt: kernel(({ x }: X) => unary('Reciprocal', unary('Sqrt', asFloat(x)))),
  Select: kernel(({ condition, t, e }: { condition: Value; t: Value; e: Value }) => select(condition, t, e)),
  Selu: kernel(({ x }: X) => selu(asFloat(x))),
  Sigmoid: floatUnary('Sigmoid'),
  Sign: kernel(({ x }: X) => sign(x)),
  Sin: floatUnary('Sin'),
  Sinh: floatUnary('Sinh'),
  Softplus: kernel(({ x }: X) => softplus(asFloat(x))),
  Sqrt: floatUnary('Sqrt'),
  Square: kernel(({ x }: X) => square(x)),
  SquaredDifference: arithmetic('SquaredDifference', (a, b) => square(subtract(a, b))),
  Step: kernel(({ x }: X, { alpha }: StepAttrs) => step(x, alpha)),
  Sub: arithmetic('Sub', subtract),
  Tan: floatUnary('Tan'),
  Tanh: floatUnary('Tanh'),
};
