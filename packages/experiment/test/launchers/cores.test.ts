import { describe, expect, it } from 'vitest';
import { LINUX_ALONE } from '../../../../testing/skipped.js';
import { allowedCores, coreShares, listedCores } from '../../src/launchers/cores.js';

describe('cores', () => {
  it('are listed in ranges', () => {
    expect(listedCores('0-3,8,10-11')).toEqual([0, 1, 2, 3, 8, 10, 11]);
    expect(listedCores('5')).toEqual([5]);
  });

  it.runIf(process.platform === 'linux')(`are those that this process may use${LINUX_ALONE}`, () => {
    expect(allowedCores().length).toBeGreaterThan(0);
    expect(allowedCores().every(Number.isInteger)).toBe(true);
  });

  it('are divided evenly, what is left over stays idle', () => {
    expect(coreShares([0, 1, 2, 3, 8], 2)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(coreShares([0, 1, 2], 3)).toEqual([[0], [1], [2]]);
  });

  it('are shared where there are too few', () => {
    expect(coreShares([4, 5], 3)).toEqual([[4], [5], [4]]);
  });
});
