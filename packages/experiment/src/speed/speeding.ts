/** What is the same for every timed model; part of the configuration that a record holds. */
export const SPEEDING = {
  /** Different batches that the steps of a turn go through. */
  batches: 4,
  /** Examples of a step that is compared with the reference's; the others of its batch have weight 0. */
  checkedExamples: 2,
  /** From the reference, relative to its largest number: what float32 explains. */
  largestDeviation: 1e-3,
} as const;
