import { type Code, local, v128 } from '@better-attention/webassembly';

/** An instruction after its operands. */
export const apply = (instruction: Code, ...operands: readonly Code[]): Code => [
  ...operands.flat(),
  ...instruction,
];

/** Gives a local a value. */
export const assign = (index: number, value: Code): Code => [...value, ...local.set(index)];

/** A word in each lane. */
export const inEachLane = (word: number): Code => v128.constant(new Int32Array(4).fill(word));
