import {
  lessEqual,
  range,
  reshape,
  scalar,
  where as select,
  slice,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { distance, normal, SELF, SIZES, subjectAt, type Tried } from './subject.js';

const TOLERANCE = 1e-5;

/** Whether outputs are independent of later positions, where they are to be. */
export function* checkCausality(tried: Tried): Iterable<string> {
  if (!tried.mechanism.supportsCausal) return;
  for (const size of [...SIZES, SELF]) {
    const { layer, parameters, query, key, value, where } = subjectAt(tried, size);
    const whole = layer.apply(parameters, { query, key, value, causal: true }).output;
    for (let t = 0; t < Math.min(size.queries, size.keys) - 1; t++) {
      const later = (x: Tensor3D, name: string) =>
        changedAfter(x, t, normal(`later ${name}`, x.shape, 3) as Tensor3D);
      const inputs = { query: later(query, 'query'), key: later(key, 'key'), value: later(value, 'value') };
      const changed = layer.apply(parameters, { ...inputs, causal: true }).output;
      const upTo = (x: Tensor3D) => slice(x, [0, 0, 0], [-1, t + 1, -1]);
      const apart = distance(upTo(whole), upTo(changed));
      if (apart > TOLERANCE) {
        yield `causal (${where}): positions after ${t} change outputs up to ${t} by ${apart.toPrecision(2)}; ` +
          'mask by allowed.pairs and mix no positions before it, or say why not in refusesCausal';
        return;
      }
    }
  }
}

function changedAfter(x: Tensor3D, position: number, other: Tensor3D): Tensor3D {
  const earlier = lessEqual(range(0, x.shape[1], 1, 'int32'), scalar(position, 'int32'));
  return select(reshape(earlier, [1, -1, 1]), x, other);
}
