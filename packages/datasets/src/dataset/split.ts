import type { RandomStream } from '@better-attention/random';
import { type ExampleSet, selectExamples } from './examples.js';

/** What {@link stratifiedSplit} takes. */
export interface SplitOptions {
  /** The class of each example. */
  readonly labels: Int32Array;
  /** The group of each example, from {@link groupEqual}: examples of one group stay on one side. */
  readonly groups: Int32Array;
  /** The share of each class that goes to the validation side. */
  readonly validation: number;
  readonly random: RandomStream;
}

/**
 * Splits examples at random, each class in the same proportion. Groups go to the validation side in random order as long
 * as they fit into the share of their class, so that the sizes of both sides don't depend on the stream.
 *
 * @returns the positions of both sides, ascending; the same for the same stream, however far it has been read
 */
export function stratifiedSplit(options: SplitOptions): {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
} {
  const { labels, groups, validation, random } = options;
  const members = new Map<number, number[]>();
  const room = new Map<number, number>();
  for (const [position, label] of labels.entries()) {
    const group = groups[position] as number;
    const positions = members.get(group) ?? [];
    positions.push(position);
    members.set(group, positions);
    room.set(label, (room.get(label) ?? 0) + 1);
  }
  for (const [label, size] of room) room.set(label, Math.round(validation * size));
  const roomOf = (position: number) => room.get(labels[position] as number) as number;
  const take = (positions: readonly number[], count: number) => {
    for (const position of positions) room.set(labels[position] as number, roomOf(position) - count);
  };

  const held = new Uint8Array(labels.length);
  const inOrder = [...members.values()];
  for (const group of random.derive('split').permutation(inOrder.length)) {
    const positions = inOrder[group] as number[];
    take(positions, 1);
    if (positions.some((position) => roomOf(position) < 0)) take(positions, -1);
    else for (const position of positions) held[position] = 1;
  }
  const side = (value: number) =>
    Uint32Array.from([...held.keys()].filter((position) => held[position] === value));
  return { train: side(0), validation: side(1) };
}

/**
 * Whether an example is held out for testing. About that share of all digests is, and always the same ones.
 *
 * @param digest hexadecimal digits of a SHA-256, equal for examples that belong together
 */
export function isHeldOut(digest: string, share: number): boolean {
  return Number.parseInt(digest.slice(0, 8), 16) < share * 2 ** 32;
}

/** The group of each key, numbered from 0 by first appearance: equal keys have one group. */
export function groupEqual(keys: readonly string[]): Int32Array {
  const groups = new Map<string, number>();
  return Int32Array.from(keys, (key) => {
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    return group;
  });
}

/** The sides of a {@link stratifiedSplit} of examples, as sets of their own. */
export function splitExamples(
  examples: ExampleSet,
  options: Omit<SplitOptions, 'labels'>,
): { readonly train: ExampleSet; readonly validation: ExampleSet } {
  const sides = stratifiedSplit({ labels: examples.labels, ...options });
  return {
    train: selectExamples(examples, sides.train),
    validation: selectExamples(examples, sides.validation),
  };
}
