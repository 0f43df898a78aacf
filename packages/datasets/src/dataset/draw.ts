import type { RandomStream } from '@better-attention/random';
import { type ExampleSet, selectExamples } from './examples.js';

/** How many examples are drawn, and from which stream. */
export interface DrawOptions {
  readonly count: number;
  readonly random: RandomStream;
}

/**
 * Draws so many of some examples at random, with the classes in the proportion of the whole, in their order. Fewer that the
 * same stream draws are among more.
 *
 * @throws RangeError unless `count` is an integer from 1 to the number of examples
 */
export function drawExamples(examples: ExampleSet, { count, random }: DrawOptions): ExampleSet {
  const { labels, size } = examples;
  if (!Number.isInteger(count) || count < 1 || count > size) {
    throw new RangeError(`examples: expected to draw from 1 to ${size}, got ${count}`);
  }
  return selectExamples(examples, Uint32Array.from(classesInTurn(labels, random).slice(0, count)).sort());
}

/** All positions, each class in random order and the classes so in turn that every beginning has them in proportion. */
function classesInTurn(labels: Int32Array, random: RandomStream): number[] {
  const members = new Map<number, number[]>();
  for (const position of random.derive('draw').permutation(labels.length)) {
    const label = labels[position] as number;
    const own = members.get(label) ?? [];
    own.push(position);
    members.set(label, own);
  }
  return [...members.entries()]
    .flatMap(([label, positions]) =>
      positions.map((position, at) => ({ position, label, place: (at + 0.5) / positions.length })),
    )
    .sort((left, right) => left.place - right.place || left.label - right.label)
    .map(({ position }) => position);
}
