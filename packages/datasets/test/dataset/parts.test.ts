import { describe, expect, it } from 'vitest';
import { assertPart } from '../../src/dataset/parts.js';

describe('a part of a data set', () => {
  const part = { name: 'numbers', part: 'train', classes: 3, paths: ['/data/a.bin', '/data/b.bin'] } as const;

  it('has examples', () => {
    expect(() => assertPart({ ...part, labels: [] })).toThrow(
      'numbers: expected examples in the train part of /data/a.bin, /data/b.bin, found none',
    );
    assertPart({ ...part, labels: [0, 1, 2] });
  });

  it.each([-1, 3, 0.5, Number.NaN])('has no label %s', (label) => {
    expect(() => assertPart({ ...part, labels: [0, 2, label] })).toThrow(
      `numbers: expected labels from 0 to 2 in the train part of /data/a.bin, /data/b.bin, found ${label} at example 2`,
    );
  });
});
