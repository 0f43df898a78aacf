import {
  branchIf,
  type Code,
  i8x16,
  i32,
  i32x4,
  local,
  loop,
  TYPES,
  v128,
  type WasmFunction,
} from '@better-attention/webassembly';
import { apply, assign, inEachLane } from './expressions.js';
import { PARITY } from './threefry.js';

const ROUNDS = 20;
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const LANES = 4;
const VECTOR_BYTES = 16;

/** Vectors that are computed side by side, so that the processor works on others while one waits for its last result. */
const VECTORS = 4;

/** Bytes of the blocks that {@link fillFunction} writes at once. */
const GROUP_BYTES = VECTORS * 2 * VECTOR_BYTES;

/** The first words of two blocks that lie in the lanes of two vectors, each before the second word of its block. */
const INTERLEAVED = [
  [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23],
  [8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31],
] as const;

/** The locals that hold the two words of four blocks. */
interface Blocks {
  readonly x: number;
  readonly y: number;
}

/**
 * Threefry-2x32-20 of consecutive counters, a block in each lane: `fill(key's two words, counter's two words, address,
 * end)` writes as many groups of blocks as reach or pass `end`, at least one.
 */
export function fillFunction(): WasmFunction {
  const { get } = local;
  const [first, second, low, high, address, end] = [0, 1, 2, 3, 4, 5];
  const keys = [6, 7, 8] as const;
  const [counters, lows, highs, addend] = [9, 10, 11, 12];
  const vectors: Blocks[] = Array.from({ length: VECTORS }, (_, at) => ({ x: 13 + 2 * at, y: 14 + 2 * at }));

  const sum = (...terms: readonly Code[]): Code => terms.reduce((a, b) => apply(i32x4.add, a, b));
  const splat = (word: Code): Code => apply(i32x4.splat, word);
  const each = (code: (blocks: Blocks, at: number) => Code): Code => vectors.flatMap(code);

  const prepare = [
    ...assign(keys[0], splat(get(first))),
    ...assign(keys[1], splat(get(second))),
    ...assign(keys[2], apply(v128.xor, apply(v128.xor, get(keys[0]), get(keys[1])), inEachLane(PARITY))),
    ...assign(lows, splat(get(low))),
    ...assign(highs, splat(get(high))),
    ...assign(counters, sum(get(lows), v128.constant(Int32Array.of(0, 1, 2, 3)))),
  ];

  /** Where the low word counts beyond 2³² − 1, it is below the first one, and the comparison's −1 raises the high word. */
  const begin = ({ x, y }: Blocks, at: number): Code => [
    ...assign(x, sum(get(counters), inEachLane(LANES * at))),
    ...assign(y, apply(i32x4.subtract, get(highs), apply(i32x4.lessUnsigned, get(x), get(lows)))),
    ...assign(x, sum(get(x), get(keys[0]))),
    ...assign(y, sum(get(y), get(keys[1]))),
  ];

  const rotated = (index: number, bits: number): Code =>
    apply(
      v128.or,
      apply(i32x4.shiftLeft, get(index), i32.constant(bits)),
      apply(i32x4.shiftRightUnsigned, get(index), i32.constant(32 - bits)),
    );

  const addKeys = (number: number): Code => [
    ...assign(addend, sum(get(keys[(number + 1) % 3] as number), inEachLane(number))),
    ...each(({ x, y }) => [
      ...assign(x, sum(get(x), get(keys[number % 3] as number))),
      ...assign(y, sum(get(y), get(addend))),
    ]),
  ];

  const round = (number: number): Code => [
    ...each(({ x, y }) => assign(x, sum(get(x), get(y)))),
    ...each(({ x, y }) =>
      assign(y, apply(v128.xor, rotated(y, ROTATIONS[number % ROTATIONS.length] as number), get(x))),
    ),
    ...(number % 4 === 3 ? addKeys((number + 1) / 4) : []),
  ];

  const store = ({ x, y }: Blocks, at: number): Code =>
    INTERLEAVED.flatMap((positions, half) => [
      ...get(address),
      ...apply(i8x16.shuffle(positions), get(x), get(y)),
      ...v128.store((2 * at + half) * VECTOR_BYTES),
    ]);

  return {
    parameters: [first, second, low, high, address, end].map(() => TYPES.i32),
    locals: [...keys, counters, lows, highs, addend, ...vectors.flatMap(({ x, y }) => [x, y])].map(
      () => TYPES.v128,
    ),
    body: [
      ...prepare,
      ...loop(
        each(begin),
        Array.from({ length: ROUNDS }, (_, number) => round(number)).flat(),
        each(store),
        assign(counters, sum(get(counters), inEachLane(LANES * VECTORS))),
        assign(address, apply(i32.add, get(address), i32.constant(GROUP_BYTES))),
        [...apply(i32.lessUnsigned, get(address), get(end)), ...branchIf(0)],
      ),
    ],
  };
}
