import type { Evaluation } from '../engine/engine.js';

/** What a part of the data tells about its examples and about units. */
export interface PartMarks {
  /** A byte an example in the order of the part, 1 where the model is right; absent where the problem doesn't tell. */
  readonly correct?: Uint8Array;
  /** How many units are off for every example; absent where the problem doesn't tell. */
  readonly deadUnits?: number;
}

/** Joins what batches tell about their examples and about units into what the whole part tells. */
export interface RunningMarks {
  /** Adds the next batch of the part. */
  add(marks: Omit<Evaluation, 'metrics'>): void;
  value(): PartMarks;
}

/** Marks of a part of `size` examples; what fills up its last batch is left out. */
export function runningMarks(size: number): RunningMarks {
  let examples = 0;
  let right: Uint8Array | undefined;
  let on: Uint8Array | undefined;
  return {
    add({ correct, active }) {
      if (correct !== undefined) {
        right ??= new Uint8Array(size);
        right.set(correct.subarray(0, size - examples), examples);
        examples += correct.length;
      }
      if (active !== undefined) {
        const before = on;
        on = before === undefined ? active : active.map((unit, at) => unit | (before[at] as number));
      }
    },
    value: () => ({
      ...(right && { correct: right }),
      ...(on && { deadUnits: on.filter((unit) => unit === 0).length }),
    }),
  };
}
