import { LabelError } from '../problem/labels.js';
import type { Part } from './divergence.js';

/** Rows of a batch as examples of a part of the data. */
export interface BatchPlace {
  readonly part: Part;
  /** The example in a row. */
  position(row: number): number;
}

/** What some work on a batch gives. @throws what it throws, of a label with the place of its example in the data */
export async function located<Result>(
  work: Promise<Result>,
  { part, position }: BatchPlace,
): Promise<Result> {
  return work.catch((error: unknown) => {
    if (!(error instanceof LabelError)) throw error;
    throw error.at(`example ${position(error.row)} of the ${part} part`);
  });
}

/** @throws RangeError where nothing of a part counted, so that nothing is known of it */
export function requireCounted(weight: number, part: Part, size: number): void {
  if (weight > 0) return;
  throw new RangeError(
    `training: nothing of the ${part} part counts: of its ${size} examples, no label is anything but padding`,
  );
}
