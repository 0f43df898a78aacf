import { int64Vector, splat } from '../graph/constants.js';
import { createValue, type ElementType, type Value } from '../graph/graph.js';
import { reducedShape, resolveAxes } from '../tensors/shape.js';
import { cast, scalarLike, where } from './elementwise.js';
import { reshape } from './layout.js';

const EXTREMES: Readonly<Partial<Record<ElementType, readonly [number, number]>>> = {
  float32: [-Infinity, Infinity],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  bool: [0, 1],
};

/** What each reduction makes of no element at all: the number that changes no other, and 0 for a mean, as TensorFlow.js says. */
function ofNothing(operator: string, type: ElementType): number {
  const [lowest, highest] = EXTREMES[type] ?? [0, 0];
  const neutral: Readonly<Record<string, number>> = {
    ReduceSum: 0,
    ReduceProd: 1,
    ReduceMax: lowest,
    ReduceMin: highest,
    ReduceMean: 0,
  };
  return neutral[operator] as number;
}

/**
 * A reduction of `x` over `axes` (all when absent): `ReduceSum`, `ReduceMean`, `ReduceMax`, `ReduceMin` or `ReduceProd`.
 * NaN anywhere gives NaN. Over no element: 0, 0, the lowest number that there is, the highest, and 1.
 */
export function reduce(
  operator: string,
  x: Value,
  axis: number | readonly number[] | null | undefined,
  keepDimensions = false,
): Value {
  const axes = resolveAxes(axis, x.shape.length);
  const shape = reducedShape(x.shape, axes, keepDimensions);
  if (axes.some((one) => x.shape[one] === 0)) return splat(ofNothing(operator, x.type), shape, x.type);
  if (axes.every((one) => x.shape[one] === 1)) return reshape(x, shape);
  const node = (name: string, operand: Value) =>
    createValue(
      { operator: name, attributes: { keepdims: keepDimensions ? 1 : 0 } },
      [operand, int64Vector(axes)],
      { shape, type: operand.type },
    );
  const reduced = node(operator, x);
  const losesNaN = (operator === 'ReduceMax' || operator === 'ReduceMin') && x.type === 'float32';
  if (!losesNaN) return reduced;
  const hasNaN = createValue({ operator: 'IsNaN' }, [x], { shape: x.shape, type: 'bool' });
  return where(node('ReduceMax', hasNaN), scalarLike(Number.NaN, x), reduced);
}

/**
 * The index (`int32`) of the first largest (`ArgMax`) or smallest (`ArgMin`) element along `axis`.
 * @throws where there is none
 */
export function indexOfExtreme(operator: 'ArgMax' | 'ArgMin', x: Value, axis: number): Value {
  const shape = x.shape.filter((_, index) => index !== axis);
  if (x.shape[axis] === 0) {
    const name = operator === 'ArgMax' ? 'argMax' : 'argMin';
    throw new Error(`${name}: expected an element along axis ${axis}, got a tensor of shape [${x.shape}]`);
  }
  const index = createValue({ operator, attributes: { axis, keepdims: 0 } }, [x], { shape, type: 'int64' });
  return cast(index, 'int32');
}
