import { describe, expect, it } from 'vitest';
import { exampleSet, selectExamples } from '../../src/dataset/examples.js';

const examples = exampleSet({
  tokens: Int32Array.of(10, 11, 20, 21, 30, 31, 40, 41),
  weight: Float32Array.of(0.5, 1.5, 2.5, 3.5),
  label: Int32Array.of(0, 1, 0, 1),
});

describe('a set of examples', () => {
  it('gives the fields of some examples in the order asked for', async () => {
    expect(await examples.batch(Uint32Array.of(2, 0, 2))).toEqual({
      tokens: Int32Array.of(30, 31, 10, 11, 30, 31),
      weight: Float32Array.of(2.5, 0.5, 2.5),
      label: Int32Array.of(0, 0, 0),
    });
    expect(examples.size).toBe(4);
    expect((await examples.batch([])).tokens).toEqual(new Int32Array(0));
  });

  it('can be a selection of another, and of a selection', async () => {
    const some = selectExamples(examples, Uint32Array.of(3, 1, 0));
    const fewer = selectExamples(some, Uint32Array.of(2, 0));
    expect([...some.labels]).toEqual([1, 1, 0]);
    expect((await some.batch([0, 2])).tokens).toEqual(Int32Array.of(40, 41, 10, 11));
    expect(fewer.size).toBe(2);
    expect((await fewer.batch([0, 1])).weight).toEqual(Float32Array.of(0.5, 3.5));
  });

  it.each([4, -1, 0.5, Number.NaN])('refuses position %d', async (position) => {
    const message = `examples: expected positions from 0 to 3, got ${position}`;
    await expect(examples.batch([0, position])).rejects.toThrow(message);
    await expect(selectExamples(examples, Uint32Array.of(0, 1)).batch([2])).rejects.toThrow(
      'from 0 to 1, got 2',
    );
  });

  it('refuses fields of unlike sizes', () => {
    expect(() => exampleSet({ tokens: new Int32Array(7), label: new Int32Array(4) })).toThrow(
      'examples: expected a multiple of 4 values in tokens, got 7',
    );
  });
});
