import {
  block,
  branch,
  branchIf,
  type Code,
  i8x16,
  i32,
  local,
  loop,
  TYPES,
  v128,
  type WasmFunction,
  when,
} from '@better-attention/webassembly';
import { apply, assign, inEachLane } from './expressions.js';

/** Elements that {@link decideFunction} decides at once: the bytes of four words. */
export const ELEMENTS = 16;

/** Words that it may need at once: those four, and one more for each element of a word. */
export const NEEDED_WORDS = 8;

const WORD_BYTES = 4;

/**
 * Decides elements of a mask: `decide(read, last read, mask, last mask, leading, trailing)` gives the addresses of the
 * first element that it left undecided and of that one's word. It stops where one of the two is beyond its last.
 *
 * An element whose byte equals the leading one takes a word that others would have, so that these move on by a word:
 * whole vectors are decided at any address, and as far as the first word with such a byte.
 */
export function decideFunction(): WasmFunction {
  const { get } = local;
  const [read, lastRead, mask, lastMask, leading, trailing] = [0, 1, 2, 3, 4, 5];
  const [bound, bytes, ties, word] = [6, 7, 8, 9];

  const advance = (index: number, ...terms: readonly Code[]): Code =>
    assign(
      index,
      terms.reduce((sum, term) => apply(i32.add, sum, term), get(index)),
    );
  const isBeyond = (address: number, last: number): Code =>
    apply(i32.greaterUnsigned, get(address), get(last));
  const shifted = (bits: Code, count: Code): Code => apply(i32.shiftLeft, bits, count);

  const decideVector = [
    ...get(mask),
    ...get(read),
    ...v128.load(),
    ...local.tee(bytes),
    ...apply(v128.and, apply(i8x16.lessUnsigned, get(bound)), inEachLane(0x01010101)),
    ...v128.store(),
    ...assign(ties, apply(i8x16.bitmask, apply(i8x16.equal, get(bytes), get(bound)))),
  ];

  /** A mask has as many bytes as the words that it takes the bytes of: `word` is a distance in both. */
  const decideTies = [
    ...assign(word, apply(i32.and, apply(i32.countTrailingZeros, get(ties)), i32.constant(12))),
    ...assign(ties, apply(i32.and, get(ties), shifted(i32.constant(0b1111), get(word)))),
    ...advance(read, get(word), i32.constant(WORD_BYTES)),
    ...loop(
      apply(i32.add, get(mask), apply(i32.countTrailingZeros, get(ties))),
      apply(
        i32.lessUnsigned,
        apply(i32.shiftRightUnsigned, [...get(read), ...i32.load()], i32.constant(8)),
        get(trailing),
      ),
      i32.storeByte(),
      advance(read, i32.constant(WORD_BYTES)),
      assign(ties, apply(i32.and, get(ties), apply(i32.subtract, get(ties), i32.constant(1)))),
      [...get(ties), ...branchIf(0)],
    ),
    ...advance(mask, get(word), i32.constant(WORD_BYTES)),
  ];

  return {
    parameters: [read, lastRead, mask, lastMask, leading, trailing].map(() => TYPES.i32),
    results: [TYPES.i32, TYPES.i32],
    locals: [TYPES.v128, TYPES.v128, TYPES.i32, TYPES.i32],
    body: [
      ...assign(bound, apply(i8x16.splat, get(leading))),
      ...block(
        loop(
          [...isBeyond(read, lastRead), ...branchIf(1)],
          [...isBeyond(mask, lastMask), ...branchIf(1)],
          decideVector,
          get(ties),
          when(decideTies, branch(1)),
          advance(read, i32.constant(ELEMENTS)),
          advance(mask, i32.constant(ELEMENTS)),
          branch(0),
        ),
      ),
      ...get(mask),
      ...get(read),
    ],
  };
}
