import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { type ExampleSet, exampleSet, selectExamples } from '../../src/dataset/examples.js';

const set = exampleSet({
  tokens: Int32Array.from({ length: 20 }, (_, at) => at),
  label: Int32Array.from({ length: 10 }, (_, at) => at % 2),
});

async function labelsOf(batches: AsyncIterable<{ readonly label: Int32Array }>): Promise<number[][]> {
  const found: number[][] = [];
  for await (const { label } of batches) found.push([...label]);
  return found;
}

async function tokensOf(examples: ExampleSet): Promise<number[]> {
  const found: number[] = [];
  for await (const { tokens = [] } of examples.batches(3)) found.push(...tokens);
  return found;
}

describe('batches', () => {
  it('are all examples in their order, the last batch with those that are left', async () => {
    const found = [];
    for await (const { tokens, label } of set.batches(4)) found.push([tokens.length, label.length]);
    expect(found).toEqual([
      [8, 4],
      [8, 4],
      [4, 2],
    ]);
    expect(await tokensOf(set)).toEqual([...Array(20).keys()]);
  });

  it('leave the last one out where it is asked for', async () => {
    expect(await labelsOf(set.batches(4, { dropLast: true }))).toHaveLength(2);
    expect(await labelsOf(set.batches(5, { dropLast: true }))).toHaveLength(2);
  });

  it('come in the order of a stream, the same for the same one, each example once', async () => {
    const order = async (seed: number) => {
      const found: number[] = [];
      for await (const { tokens } of set.batches(3, { shuffle: randomStream(seed) })) {
        found.push(...tokens.filter((_, at) => at % 2 === 0));
      }
      return found;
    };
    const [first, again, other] = [await order(1), await order(1), await order(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, at) => 2 * at));
  });

  it('may be left early', async () => {
    for await (const { label } of set.batches(2)) {
      expect(label).toHaveLength(2);
      break;
    }
  });

  it.each([
    [0, 'batches: expected a whole number of examples above 0, got 0'],
    [1.5, 'batches: expected a whole number of examples above 0, got 1.5'],
    ['32' as never, 'batches: expected a whole number of examples above 0, got 32'],
  ])('of %j are refused', async (size, message) => {
    await expect(labelsOf(set.batches(size))).rejects.toThrow(message);
  });

  it('refuse an option that they lack', async () => {
    const options = { shufle: randomStream(0) } as never;
    await expect(labelsOf(set.batches(2, options))).rejects.toThrow(
      "batches: unknown option 'shufle'; known: shuffle, augmentation, dropLast",
    );
  });
});

describe('batch', () => {
  it.each([
    [32, '32'],
    [undefined, 'undefined'],
    ['012', '"012"'],
    [{}, '{}'],
  ])('refuses %j, which is no list of positions, and says what is meant', async (positions, shown) => {
    await expect(set.batch(positions as never)).rejects.toThrow(
      `batch: expected positions of examples such as [0, 1, 2], got ${shown}; for batches of 32: for await (const batch of examples.batches(32))`,
    );
    await expect(selectExamples(set, Uint32Array.of(1)).batch(positions as never)).rejects.toThrow(
      'batch: expected',
    );
  });

  it('takes an empty list', async () => {
    expect((await set.batch([])).label).toHaveLength(0);
  });
});

describe('filter', () => {
  it('keeps the examples that a question is answered with yes for', async () => {
    const odd = await set.filter(({ label }) => label[0] === 1);
    expect(odd.size).toBe(5);
    expect([...odd.labels]).toEqual([1, 1, 1, 1, 1]);
    expect(await tokensOf(odd)).toEqual([2, 3, 6, 7, 10, 11, 14, 15, 18, 19]);
    const late = await odd.filter((_, position) => position >= 3);
    expect(await tokensOf(late)).toEqual([14, 15, 18, 19]);
  });

  it('looks at more examples than it reads at once', async () => {
    const many = exampleSet({ label: Int32Array.from({ length: 1000 }, (_, at) => at) });
    expect([...(await many.filter(({ label }) => (label[0] ?? 0) >= 998)).labels]).toEqual([998, 999]);
  });
});

describe('map', () => {
  it('changes the values of each batch, and keeps size and labels', async () => {
    const doubled = set.map(({ tokens, label }) => ({ tokens: tokens.map((token) => 2 * token), label }));
    expect(doubled.size).toBe(10);
    expect(doubled.labels).toEqual(set.labels);
    expect(await tokensOf(doubled)).toEqual(Array.from({ length: 20 }, (_, at) => 2 * at));
    expect([...(await set.batch([0])).tokens]).toEqual([0, 1]);
  });

  it('is followed by a filter of what it gives', async () => {
    const some = await set
      .map(({ label }) => ({ label, half: Float32Array.from(label, (value) => value / 2) }))
      .filter(({ half }) => half[0] === 0.5);
    expect(some.size).toBe(5);
  });

  it('refuses other labels, fewer values and none', async () => {
    const others = set.map(({ label }) => ({ label: label.map((value) => 1 - value) }));
    await expect(others.batch([0, 1])).rejects.toThrow(
      'map: expected the labels of the batch, got others; make a set',
    );
    const fewer = set.map(({ label }) => ({ label, x: new Float32Array(3) }));
    await expect(fewer.batch([0, 1])).rejects.toThrow('map: expected a multiple of 2 values in x, got 3');
    await expect(set.map(() => ({}) as never).batch([0])).rejects.toThrow(
      'map: expected a batch that keeps its label',
    );
  });
});

describe('examples from arrays', () => {
  it('are refused where they are no typed arrays, or none', () => {
    expect(() => exampleSet({ label: [0, 1] as never })).toThrow(
      'examples: expected an Int32Array or a Float32Array in label, got Array; Int32Array.from(…) makes one',
    );
    expect(() => exampleSet({ x: new Float32Array(2) } as never)).toThrow(
      'examples: expected the field label',
    );
    expect(() => exampleSet({ label: new Int32Array(0) })).toThrow(
      'examples: expected one or more, got none',
    );
  });
});
