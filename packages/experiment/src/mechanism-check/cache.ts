import type { AttentionCache } from '@better-attention/attention';
import { slice, type Tensor, tensor, tensor1d, zeros } from '@tensorflow/tfjs-core';
import { distance, SELF, SIZES, type Subject, subjectAt, type Tried } from './subject.js';

const TOLERANCE = 1e-4;

/** Whether attention position by position, and to a memory made once, is that of `apply`. */
export function* checkCache(tried: Tried): Iterable<string> {
  const self = subjectAt(tried, SELF);
  const { cache } = self.layer;
  if ((cache !== undefined) !== tried.mechanism.supportsCausal) {
    yield `cache: a layer ${cache === undefined ? 'has none' : 'has one'}, and supportsCausal is ${tried.mechanism.supportsCausal}`;
    return;
  }
  if (cache === undefined) return;
  for (const size of SIZES) {
    const subject = subjectAt(tried, size);
    const problems = [...checkMemory(subject, subject.layer.cache as AttentionCache)];
    yield* problems;
    if (problems.length > 0) return;
  }
  yield* checkSteps(self, cache);
}

function* checkSteps({ layer, parameters, key: x, where }: Subject, cache: AttentionCache): Iterable<string> {
  const whole = layer.apply(parameters, { query: x, key: x, value: x, causal: true }).output;
  const [batch, length] = x.shape;
  const shapes = cache.shapes(batch, length);
  let memory: Parameters<AttentionCache['step']>[1]['memory'] = {
    keys: zeros([...shapes.keys]),
    values: zeros([...shapes.values]),
  };
  for (let t = 0; t < length; t++) {
    const at = (all: Tensor) => slice(all, [0, t, 0], [-1, 1, -1]);
    const position = tensor1d([t], 'int32');
    const step = cache.step(parameters, { query: at(x), key: at(x), value: at(x), position, memory });
    memory = step.memory;
    const apart = distance(step.output, at(whole));
    if (apart > TOLERANCE) {
      yield `cache.step (${where}): position ${t} differs by ${apart.toPrecision(2)} from row ${t} of apply with causal: true; ` +
        'where project mixes positions, give extend and memoryShapes';
      return;
    }
  }
}

function* checkMemory(
  { layer, parameters, query, key, value, where, size }: Subject,
  cache: AttentionCache,
): Iterable<string> {
  const memory = cache.project(parameters, { key, value });
  const shapes = cache.shapes(size.batch, size.keys);
  if (`${memory.keys.shape}` !== `${shapes.keys}` || `${memory.values.shape}` !== `${shapes.values}`) {
    yield `memoryShapes (${where}): it says keys [${shapes.keys}] and values [${shapes.values}], project makes ` +
      `[${memory.keys.shape}] and [${memory.values.shape}]`;
    return;
  }
  const rows = Array.from({ length: size.batch }, () =>
    Array.from({ length: size.keys }, (_, at) => (at % 2 === 0 ? 1 : 0)),
  );
  const mask = tensor(rows.flat(), [size.batch, 1, size.keys], 'bool');
  const ofMasked = cache.project(parameters, { key, value, mask });
  const apart = distance(
    cache.attend(parameters, { query, memory: ofMasked, mask }),
    layer.apply(parameters, { query, key, value, mask }).output,
  );
  if (apart > TOLERANCE) {
    yield `cache.attend (${where}): differs by ${apart.toPrecision(2)} from apply with the same mask of the keys`;
  }
}
