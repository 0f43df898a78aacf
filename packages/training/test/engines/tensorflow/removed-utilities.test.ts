import { describe, expect, it } from 'vitest';
import { restoreRemovedUtilities } from '../../../src/engines/tensorflow/removed-utilities.js';

describe('restoreRemovedUtilities', () => {
  it('adds what Node 23 removed', () => {
    const utilities: Record<string, (value: unknown) => boolean> = {};
    restoreRemovedUtilities(utilities);
    const values = [null, undefined, 0, '', [], {}];
    expect(values.map((value) => utilities.isNullOrUndefined?.(value))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(values.map((value) => utilities.isArray?.(value))).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('leaves what is there', () => {
    const isArray = () => true;
    const utilities: Record<string, unknown> = { isArray };
    restoreRemovedUtilities(utilities);
    expect(utilities.isArray).toBe(isArray);
  });
});
