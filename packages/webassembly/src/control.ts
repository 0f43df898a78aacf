import { type Code, END, unsigned } from './encoding.js';

const NO_RESULT = 0x40;

const structured =
  (instruction: number) =>
  (...body: readonly Code[]): Code => [instruction, NO_RESULT, ...body.flat(), END];

/** A block without a result: a branch to it goes on behind it. */
export const block = structured(0x02);

/** A loop without a result: a branch to it begins it again. */
export const loop = structured(0x03);

/** Instructions for when the integer on the stack isn't 0. */
export const when = structured(0x04);

/** Leaves as many blocks and loops as `depth` says, and goes to the one outside of them. */
export const branch = (depth: number): Code => [0x0c, ...unsigned(depth)];

/** As {@link branch}, when the integer on the stack isn't 0. */
export const branchIf = (depth: number): Code => [0x0d, ...unsigned(depth)];

/** Access to parameters and other locals, by their number. */
export const local = {
  /** Puts its value on the stack. */
  get: (index: number): Code => [0x20, ...unsigned(index)],
  /** Takes its value from the stack. */
  set: (index: number): Code => [0x21, ...unsigned(index)],
  /** Copies its value from the stack. */
  tee: (index: number): Code => [0x22, ...unsigned(index)],
} as const;
