import { describe, expect, it } from 'vitest';
import { correctedWithin, familyOf, familyText, testText } from '../../src/verdicts/families.js';

const family = familyOf('imdb', { mechanisms: 2 });

describe('the family of a claim', () => {
  it('is over all of the paper’s data sets, and one table where it stands for none', () => {
    expect(family).toEqual({ datasets: 6, mechanisms: 2 });
    expect(familyOf('my-table', { mechanisms: 2 })).toEqual({ datasets: 1, mechanisms: 2 });
    expect(familyText(familyOf('imdb', { mechanisms: 3, phases: 2 }))).toBe(
      '6 data sets × 3 mechanisms × 2 phases',
    );
  });

  it('corrects by Holm within a data set and by Bonferroni over data sets', () => {
    const corrected = correctedWithin(family, [0.004, 0.002]);
    expect(corrected[0]).toBeCloseTo(6 * 0.004, 12);
    expect(corrected[1]).toBeCloseTo(6 * 2 * 0.002, 12);
    expect(correctedWithin(family, [0.5, 0.02])).toEqual([1, expect.closeTo(0.24, 12)]);
  });

  it('takes tests that could not be made for p = 1', () => {
    const [alone] = correctedWithin(family, [0.004]);
    expect(alone).toBeCloseTo(6 * 2 * 0.004, 12);
    expect(correctedWithin(family, [0.004, undefined])).toEqual([alone, 1]);
  });

  it('refuses more tests than the claim asks for', () => {
    expect(() => correctedWithin(family, [0.1, 0.1, 0.1])).toThrow(
      'family of 6 data sets × 2 mechanisms: expected at most 2 tests of a data set, got 3',
    );
  });

  it('stands beside both p values', () => {
    expect(testText(0.012, 0.072, familyOf('mnist', { mechanisms: 1 }))).toBe(
      'p = 0.012, corrected p = 0.072 over 6 data sets × 1 mechanism',
    );
  });
});
