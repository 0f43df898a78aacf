import { int64Vector, splat } from '../graph/constants.js';
import { createNode, createValue, type Value } from '../graph/graph.js';
import { sizeOf } from '../tensors/shape.js';
import { binary, cast, compare, scalarLike, where } from './elementwise.js';
import { reshape } from './layout.js';

/**
 * ONNX Runtime's ScatterND loses additions to one place from several threads, and starts a second thread
 * above about 205,000 elements (https://github.com/microsoft/onnxruntime/issues/23396); fewer stay on one.
 */
const SAFE_ELEMENTS = 190_000;

/**
 * `target` with `updates` added at `indices`, in order; a place that is named several times gets every update.
 * `target` is `[...outer, ...inner]`, `indices` `[N, outer rank]` (`int64`, in range), `updates` `[N, ...inner]`.
 */
export function scatterAdd(target: Value, indices: Value, updates: Value): Value {
  const [count, depth] = indices.shape as [number, number];
  if (count === 0) return target;
  const innerSize = sizeOf(updates.shape.slice(1));
  const rows = Math.max(1, Math.floor(SAFE_ELEMENTS / Math.max(1, innerSize)));
  const lengths = Array.from({ length: Math.ceil(count / rows) }, (_, chunk) =>
    Math.min(rows, count - chunk * rows),
  );
  const cut = (value: Value, rest: readonly number[]): readonly Value[] =>
    lengths.length === 1
      ? [value]
      : createNode(
          { operator: 'Split', attributes: { axis: 0 } },
          [value, int64Vector(lengths)],
          lengths.map((length) => ({ shape: [length, ...rest], type: value.type })),
        );
  const updateChunks = cut(updates, updates.shape.slice(1));
  return cut(indices, [depth]).reduce(
    (sum, chunk, position) =>
      createValue(
        { operator: 'ScatterND', attributes: { reduction: 'add' } },
        [sum, chunk, updateChunks[position]],
        sum,
      ),
    target,
  );
}

/** The sum of the rows of `x` (`[N, ...inner]`) for each segment: `[segments, ...inner]`; rows with an id out of range are left out. */
export function segmentSum(x: Value, ids: Value, segments: number): Value {
  const rank = ids.shape.length;
  const count = sizeOf(ids.shape);
  const inner = x.shape.slice(rank);
  const flatIds = reshape(ids, [count]);
  const isValid = binary(
    'And',
    compare('GreaterOrEqual', flatIds, scalarLike(0, flatIds)),
    compare('Less', flatIds, scalarLike(segments, flatIds)),
  );
  const safeIds = where(isValid, flatIds, scalarLike(0, flatIds));
  const rows = reshape(x, [count, ...inner]);
  const mask = reshape(isValid, [count, ...inner.map(() => 1)]);
  return scatterAdd(
    splat(0, [segments, ...inner], x.type),
    reshape(cast(safeIds, 'int64'), [count, 1]),
    where(mask, rows, scalarLike(0, rows)),
  );
}
