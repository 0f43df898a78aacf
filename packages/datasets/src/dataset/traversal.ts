import type { RandomStream } from '@better-attention/random';
import { assertOptions } from '../messages/options.js';
import type { AnyBatch, ReadableExamples } from './readable.js';

/** In which order batches come, and how. */
export interface BatchesOptions {
  /** Draws the order; the same stream gives the same one. By default the examples come as they lie. */
  readonly shuffle?: RandomStream | undefined;
  /** Changes images at random, another stream derived from it for each batch; as `batch` does. */
  readonly augmentation?: RandomStream | undefined;
  /** Whether a last batch of fewer examples is left out. By default it comes. */
  readonly dropLast?: boolean | undefined;
}

/** How many examples are looked at together. */
const TOGETHER = 256;

/** All examples, batch by batch; the next batch is begun while one is used. */
export async function* batchesOf<Batch extends AnyBatch>(
  examples: ReadableExamples<Batch>,
  size: number,
  options: BatchesOptions = {},
): AsyncGenerator<Batch> {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`batches: expected a whole number of examples above 0, got ${String(size)}`);
  }
  assertOptions('batches', options, ['shuffle', 'augmentation', 'dropLast']);
  const { shuffle, augmentation, dropLast = false } = options;
  const order = shuffle?.permutation(examples.size) ?? Array.from({ length: examples.size }, (_, at) => at);
  const count = dropLast ? Math.floor(order.length / size) : Math.ceil(order.length / size);
  const begin = (at: number) => {
    if (at >= count) return undefined;
    const begun = examples.batch(order.slice(at * size, (at + 1) * size), augmentation?.derive('batch', at));
    begun.catch(() => undefined);
    return begun;
  };
  let next = begin(0);
  for (let at = 0; next !== undefined; at++) {
    const batch: Promise<Batch> = next;
    next = begin(at + 1);
    yield await batch;
  }
}

/** The positions of the examples that a question is answered with yes for, each as arrays of its own values. */
export async function positionsWhere<Batch extends AnyBatch>(
  examples: ReadableExamples<Batch>,
  isWanted: (example: Batch, position: number) => boolean,
): Promise<Uint32Array> {
  const wanted: number[] = [];
  let position = 0;
  for await (const batch of batchesOf(examples, TOGETHER)) {
    const count = batch.label?.length ?? 0;
    const columns = Object.entries(batch);
    for (let row = 0; row < count; row++, position++) {
      const example = columns.map(([name, values]) => {
        const width = values.length / count;
        return [name, values.subarray(row * width, (row + 1) * width)] as const;
      });
      if (isWanted(Object.fromEntries(example) as unknown as Batch, position)) wanted.push(position);
    }
  }
  return Uint32Array.from(wanted);
}

/** A batch whose values were changed, held against the one that it came from. @throws Error where examples or labels are others */
export function assertChanged(batch: AnyBatch, before: AnyBatch): void {
  const { label } = before;
  if (label === undefined || batch.label === undefined)
    throw new Error('map: expected a batch that keeps its label, got none');
  const isSame = batch.label.length === label.length && batch.label.every((value, at) => value === label[at]);
  if (!isSame) {
    throw new Error(
      'map: expected the labels of the batch, got others; make a set of other classes with exampleSet({ … })',
    );
  }
  for (const [name, { length }] of Object.entries(batch)) {
    if (length % label.length === 0) continue;
    throw new Error(`map: expected a multiple of ${label.length} values in ${name}, got ${length}`);
  }
}
