import type { AttentionInputs } from '@better-attention/attention';
import { gather, slice, type Tensor, type Tensor3D, tensor, tensor1d } from '@tensorflow/tfjs-core';
import { distance, normal, SIZES, type Size, type Subject, subjectAt, type Tried } from './subject.js';

const TOLERANCE = 1e-4;
const WAY = 'pass allowed to dotProductAttention, or give hidden keys no weight by allowed.pairs';

/** Whether masks hide what they are to hide. */
export function* checkMasks(tried: Tried): Iterable<string> {
  for (const size of SIZES.filter(({ keys }) => keys > 3)) {
    const subject = subjectAt(tried, size);
    yield* checkKeys(subject, tried);
    if (tried.mechanism.supportsPairMasks) yield* checkPairs(subject);
  }
}

/** A mask of the keys: every other key of the first example is hidden, and the last of all. */
function* checkKeys(subject: Subject, tried: Tried): Iterable<string> {
  const { size, where, query, key, value } = subject;
  const isShown = (example: number, at: number) => at < size.keys - 1 && (example > 0 || at % 2 === 0);
  const rows = Array.from({ length: size.batch }, (_, b) => keysOf(size, (at) => isShown(b, at)));
  const mask = tensor(rows.flat(), [size.batch, 1, size.keys], 'bool');
  const masked = outputOf(subject, { query, key, value, mask });
  for (const other of [Number.NaN, 1e4]) {
    const changed = { key: hiddenAs(key, rows, other), value: hiddenAs(value, rows, other) };
    const apart = distance(masked, outputOf(subject, { query, ...changed, mask }));
    if (apart > TOLERANCE) {
      yield `mask of keys (${where}): hidden keys and values of ${other} change the output by ${apart.toPrecision(2)}; ${WAY}`;
      return;
    }
  }
  if (tried.mechanism.fixesContextLength) {
    const apart = distance(masked, outputOf(subject, { query, key, value }));
    if (apart < TOLERANCE) yield `mask of keys (${where}): it makes no difference; ${WAY}`;
    return;
  }
  const example = [0, 0, 0];
  const one = (x: Tensor) => slice(x, example, [1, -1, -1]);
  const shown = tensor1d(
    (rows[0] as number[]).flatMap((each, at) => (each === 1 ? [at] : [])),
    'int32',
  );
  const alone = { query: one(query), key: gather(one(key), shown, 1), value: gather(one(value), shown, 1) };
  const apart = distance(one(masked), outputOf(subject, alone));
  if (apart > TOLERANCE) {
    yield `mask of keys (${where}): the output differs by ${apart.toPrecision(2)} from that without the hidden keys; ${WAY}`;
  }
}

/** A mask of pairs: each query sees what it sees as the only query, with its row for a mask of the keys. */
function* checkPairs(subject: Subject): Iterable<string> {
  const { size, where, query, key, value } = subject;
  const rows = Array.from({ length: size.queries }, (_, t) => keysOf(size, (at) => (t + at) % 3 !== 1));
  const mask = tensor(rows.flat(), [1, size.queries, size.keys], 'bool');
  const together = outputOf(subject, { query, key, value, mask });
  for (const [t, row] of rows.entries()) {
    const of = (x: Tensor) => slice(x, [0, t, 0], [-1, 1, -1]) as Tensor3D;
    const own = tensor(row, [1, 1, size.keys], 'bool');
    const apart = distance(of(together), outputOf(subject, { query: of(query), key, value, mask: own }));
    if (apart > TOLERANCE) {
      yield `mask of pairs (${where}): query ${t} differs by ${apart.toPrecision(2)} from itself alone with its row of the mask; ` +
        `${WAY}, or say why not in refusesPairMasks`;
      return;
    }
  }
}

function outputOf({ layer, parameters }: Subject, inputs: AttentionInputs): Tensor3D {
  return layer.apply(parameters, inputs).output;
}

function keysOf({ keys }: Size, isShown: (at: number) => boolean): number[] {
  return Array.from({ length: keys }, (_, at) => (isShown(at) ? 1 : 0));
}

/** `x` with other numbers in the place of what is hidden. */
function hiddenAs(x: Tensor3D, rows: readonly (readonly number[])[], other: number): Tensor3D {
  const [, length, width] = x.shape;
  const noise = normal('hidden', x.shape).dataSync();
  const numbers = x.dataSync().map((each, at) => {
    const row = Math.floor(at / width);
    return rows[Math.floor(row / length)]?.[row % length] === 1 ? each : other * (noise[at] as number);
  });
  return tensor(numbers, x.shape) as Tensor3D;
}
