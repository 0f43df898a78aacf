import { randomStream } from '@better-attention/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupEqual, stratifiedSplit } from '../../src/dataset/split.js';

const labels = Int32Array.from({ length: 300 }, (_, position) => (position % 3 === 0 ? 1 : 0));
const alone = Int32Array.from(labels.keys());
const countOf = (positions: Uint32Array, label: number) =>
  positions.filter((at) => labels[at] === label).length;

describe('a stratified split', () => {
  it('puts each example on one side, and the share of each class on the validation side', () => {
    const { train, validation } = stratifiedSplit({
      labels,
      groups: alone,
      validation: 0.1,
      random: randomStream(0),
    });
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...labels.keys()]);
    expect([countOf(validation, 0), countOf(validation, 1)]).toEqual([20, 10]);
    expect([...train]).toEqual([...train].sort((a, b) => a - b));
  });

  it('is the same for the same stream however far it was read, and another for another seed', () => {
    const options = { labels, groups: alone, validation: 0.1 };
    const random = randomStream(7);
    const first = stratifiedSplit({ ...options, random });
    random.permutation(1_000);
    expect(stratifiedSplit({ ...options, random })).toEqual(first);
    expect(stratifiedSplit({ ...options, random: randomStream(8) }).validation).not.toEqual(first.validation);
  });

  it('holds back each example equally often', () => {
    const held = new Uint32Array(labels.length);
    for (let seed = 0; seed < 2_000; seed++) {
      const { validation } = stratifiedSplit({
        labels,
        groups: alone,
        validation: 0.1,
        random: randomStream(seed),
      });
      for (const position of validation) held[position] = (held[position] as number) + 1;
    }
    const standardDeviation = Math.sqrt(2_000 * 0.1 * 0.9);
    for (const count of held) expect(Math.abs(count - 200)).toBeLessThan(5 * standardDeviation);
  });

  it('keeps groups together, whatever their classes, and its sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 260 }), { minLength: 300, maxLength: 300 }),
        fc.nat(),
        (keys, seed) => {
          const groups = groupEqual(keys.map(String));
          const { train, validation } = stratifiedSplit({
            labels,
            groups,
            validation: 0.1,
            random: randomStream(seed),
          });
          const trained = new Set(Array.from(train, (position) => groups[position]));
          expect(Array.from(validation).filter((position) => trained.has(groups[position]))).toEqual([]);
          expect(train.length + validation.length).toBe(300);
          expect([countOf(validation, 0), countOf(validation, 1)]).toEqual([20, 10]);
        },
      ),
      { numRuns: 30, seed: 1 },
    );
  });
});

describe('groups of equal keys', () => {
  it('are numbered by first appearance', () => {
    expect([...groupEqual(['b', 'a', 'b', 'c', 'a'])]).toEqual([0, 1, 0, 2, 1]);
  });
});
