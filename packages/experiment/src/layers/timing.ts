/** What is the same for every timed layer; part of the configuration that a record holds. */
export const TIMING = {
  /** Rounds that aren't timed, before those that are. */
  warmUpRounds: 3,
  /** Whether ONNX Runtime's idle threads wait busily. They would take the other contestants' time. */
  allowSpinning: false,
  /** From the reference, relative to its largest number: what float32 explains. */
  largestDeviation: 1e-4,
} as const;
