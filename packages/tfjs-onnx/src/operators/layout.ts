import { constantData, int64Vector, splat, splatElement } from '../graph/constants.js';
import { createNode, createValue, producer, type Value } from '../graph/graph.js';
import { sameShape, sizeOf } from '../tensors/shape.js';
import { binary, cast, not, where } from './elementwise.js';

/** The elements of `x`, in the same order, in another shape of equal size. */
export function reshape(x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  const data = constantData(x);
  if (data !== undefined) return { shape, type: x.type, source: { kind: 'constant', data } };
  const earlier = producer(x, 'Reshape')?.inputs[0];
  if (earlier !== undefined) return reshape(earlier, shape);
  return createValue({ operator: 'Reshape', attributes: { allowzero: 1 } }, [x, int64Vector(shape)], {
    shape,
    type: x.type,
  });
}

/** `x` with its axes in the order `permutation`; a reshape where only axes of length 1 move. */
export function transpose(x: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => x.shape[axis] as number);
  const moved = permutation.filter((axis) => x.shape[axis] !== 1);
  if (moved.every((axis, position) => position === 0 || axis > (moved[position - 1] as number))) {
    return reshape(x, shape);
  }
  if (splatElement(x) !== undefined) return splat(splatElement(x) as number, shape, x.type);
  const earlier = producer(x, 'Transpose');
  if (earlier !== undefined) {
    const { perm: first } = earlier.attributes as { perm: readonly number[] };
    return transpose(
      earlier.inputs[0] as Value,
      permutation.map((axis) => first[axis] as number),
    );
  }
  return createValue({ operator: 'Transpose', attributes: { perm: permutation } }, [x], {
    shape,
    type: x.type,
  });
}

/** `x` with its last two axes exchanged. */
export function swapLastAxes(x: Value): Value {
  const rank = x.shape.length;
  const permutation = Array.from({ length: rank }, (_, axis) => axis);
  return transpose(x, [...permutation.slice(0, -2), rank - 1, rank - 2]);
}

/** Elements `begin[axis]`, `begin[axis] + steps[axis]`, … of each axis, `size[axis]` of them; steps may be negative. */
export function slice(
  x: Value,
  begin: readonly number[],
  size: readonly number[],
  steps: readonly number[] = begin.map(() => 1),
): Value {
  const axes = x.shape.flatMap((length, axis) => (size[axis] === length && steps[axis] === 1 ? [] : [axis]));
  if (axes.length === 0) return x;
  if (splatElement(x) !== undefined && sizeOf(size) > 0)
    return splat(splatElement(x) as number, size, x.type);
  const pick = (list: readonly number[]) => axes.map((axis) => list[axis] as number);
  const ends = axes.map((axis) => {
    const step = steps[axis] as number;
    const end = (begin[axis] as number) + (size[axis] as number) * step;
    return end < 0 ? -(x.shape[axis] as number) - 1 : end;
  });
  return createValue(
    { operator: 'Slice' },
    [x, int64Vector(pick(begin)), int64Vector(ends), int64Vector(axes), int64Vector(pick(steps))],
    { shape: size, type: x.type },
  );
}

/** The parts joined along `axis`; parts without elements are left out. */
export function concat(parts: readonly Value[], axis: number): Value {
  const [first] = parts as [Value];
  const length = parts.reduce((total, part) => total + (part.shape[axis] as number), 0);
  const shape = first.shape.map((other, index) => (index === axis ? length : other));
  const filled = parts.filter((part) => sizeOf(part.shape) > 0);
  if (filled.length === 0) return splat(0, shape, first.type);
  if (filled.length === 1) return filled[0] as Value;
  return createValue({ operator: 'Concat', attributes: { axis } }, filled, { shape, type: first.type });
}

/** Consecutive parts of `x` along `axis` with the given lengths. */
export function split(x: Value, lengths: readonly number[], axis: number): readonly Value[] {
  if (lengths.length === 1) return [x];
  const types = lengths.map((length) => ({
    shape: x.shape.map((other, index) => (index === axis ? length : other)),
    type: x.type,
  }));
  return createNode({ operator: 'Split', attributes: { axis } }, [x, int64Vector(lengths)], types);
}

/** `x` with constant, reflected or repeated elements before and after each axis. */
export function pad(
  x: Value,
  paddings: readonly (readonly [before: number, after: number])[],
  element: number,
  mode: 'constant' | 'reflect' = 'constant',
): Value {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
  const shape = x.shape.map((length, axis) => {
    const [before, after] = paddings[axis] as readonly [number, number];
    return before + length + after;
  });
  if (sizeOf(x.shape) === 0) return splat(element, shape, x.type);
  const amounts = int64Vector([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
  return createValue({ operator: 'Pad', attributes: { mode } }, [x, amounts, splat(element, [], x.type)], {
    shape,
    type: x.type,
  });
}

/** `x` repeated `repeats[axis]` times along each axis; an expansion where only axes of length 1 repeat. */
export function tile(x: Value, repeats: readonly number[]): Value {
  const shape = x.shape.map((length, axis) => length * (repeats[axis] as number));
  if (sameShape(shape, x.shape)) return x;
  if (splatElement(x) !== undefined) return splat(splatElement(x) as number, shape, x.type);
  if (x.shape.every((length, axis) => length === 1 || repeats[axis] === 1)) {
    return createValue({ operator: 'Expand' }, [x, int64Vector(shape)], { shape, type: x.type });
  }
  return createValue({ operator: 'Tile' }, [x, int64Vector(repeats)], { shape, type: x.type });
}

/** `x` with the order of the elements along `axes` reversed. */
export function reverse(x: Value, axes: readonly number[]): Value {
  const begin = x.shape.map((length, axis) => (axes.includes(axis) ? length - 1 : 0));
  const steps = x.shape.map((length, axis) => (axes.includes(axis) && length > 1 ? -1 : 1));
  return slice(
    x,
    begin.map((start, axis) => (steps[axis] === 1 ? 0 : start)),
    x.shape,
    steps,
  );
}

/** Slices of `x` along `axis` at `indices` (any shape). */
export function gather(x: Value, indices: Value, axis: number): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return createValue({ operator: 'Gather', attributes: { axis } }, [x, indices], { shape, type: x.type });
}

/** 0, 1, …, `length` − 1. */
export function iota(length: number, type: 'int32' | 'float32'): Value {
  const data = type === 'int32' ? new Int32Array(length) : new Float32Array(length);
  return { shape: [length], type, source: { kind: 'constant', data: data.map((_, index) => index) } };
}

/** `onValue` at the position along a new last axis that `indices` names, `offValue` elsewhere and where out of range. */
export function oneHot(indices: Value, depth: number, onValue: Value, offValue: Value): Value {
  const positions = cast(iota(depth, 'int32'), indices.type);
  const matches = binary('Equal', reshape(indices, [...indices.shape, 1]), positions, 'bool');
  if (splatElement(onValue) === 1 && splatElement(offValue) === 0) return cast(matches, onValue.type);
  if (splatElement(onValue) === 0 && splatElement(offValue) === 1) return cast(not(matches), onValue.type);
  return where(matches, onValue, offValue);
}
