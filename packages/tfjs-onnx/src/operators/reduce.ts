import { int64Vector } from '../graph/constants.js';
import { createValue, type Value } from '../graph/graph.js';
import { reducedShape, resolveAxes } from '../tensors/shape.js';
import { cast, scalarLike, where } from './elementwise.js';
import { reshape } from './layout.js';

/** A reduction of `x` over `axes` (all when absent): `ReduceSum`, `ReduceMean`, `ReduceMax`, `ReduceMin` or `ReduceProd`. NaN anywhere gives NaN. */
export function reduce(
  operator: string,
  x: Value,
  axis: number | readonly number[] | null | undefined,
  keepDimensions = false,
): Value {
  const axes = resolveAxes(axis, x.shape.length);
  const shape = reducedShape(x.shape, axes, keepDimensions);
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

/** The index (`int32`) of the first largest (`ArgMax`) or smallest (`ArgMin`) element along `axis`. */
export function indexOfExtreme(operator: 'ArgMax' | 'ArgMin', x: Value, axis: number): Value {
  const shape = x.shape.filter((_, index) => index !== axis);
  const index = createValue({ operator, attributes: { axis, keepdims: 0 } }, [x], { shape, type: 'int64' });
  return cast(index, 'int32');
}
