import { dispose, memory } from '@tensorflow/tfjs-core';
import { distance, layerAt, normal, SELF, SIZES, subjectAt, type Tried } from './subject.js';

/** Whether nothing but inputs and parameters decides what is computed. */
export function* checkRepetition(tried: Tried): Iterable<string> {
  const { layer, parameters, query, key, value, where, size } = subjectAt(tried, SELF);
  const inputs = { query, key, value };
  const first = layer.apply(parameters, inputs).output;
  const apart = distance(first, layer.apply(parameters, inputs).output);
  if (apart > 0) {
    yield `repetition (${where}): the same call differs by ${apart.toPrecision(2)} the second time; keep nothing between calls, and draw nothing`;
    return;
  }
  const other = normal('other', query.shape);
  layer.apply(parameters, { query: other, key: other, value: other });
  const after = distance(first, layer.apply(parameters, inputs).output);
  if (after > 0) {
    yield `repetition (${where}): a call in between changes the result by ${after.toPrecision(2)}; keep nothing between calls`;
    return;
  }
  const again = distance(first, layerAt(tried, size).apply(parameters, inputs).output);
  if (again > 0) {
    yield `repetition (${where}): another layer of the same options differs by ${again.toPrecision(2)}; let constants be the same in every layer`;
  }
}

/** Whether a call leaves tensors behind. */
export function* checkLeaks(tried: Tried): Iterable<string> {
  for (const size of SIZES) {
    const { layer, parameters, query, key, value, where } = subjectAt(tried, size);
    const call = () =>
      dispose({ ...layer.apply(parameters, { query, key, value }, { returnWeights: true }) });
    call();
    const before = memory().numTensors;
    call();
    const left = memory().numTensors - before;
    if (left <= 0) continue;
    yield `memory (${where}): a call leaves ${left} ${left === 1 ? 'tensor' : 'tensors'} behind; use neither tf.keep nor tf.variable in project and attend`;
    return;
  }
}
