import { describe, expect, it } from 'vitest';
import { named } from '../../src/support/failure.js';
import { nearestName } from '../../src/support/spelling.js';

const TABLES = ['amazon-reviews', 'cifar100', 'imagenet', 'imdb', 'mnist'];

describe('nearestName', () => {
  it.each([
    ['imbd', 'imdb'],
    ['IMDB', 'imdb'],
    ['mnits', 'mnist'],
    ['cifar10', 'cifar100'],
    ['amazon-review', 'amazon-reviews'],
    ['imdbb', 'imdb'],
    ['mdb', 'imdb'],
  ])('takes %s for a slip of %s', (typed, meant) => {
    expect(nearestName(typed, TABLES)).toBe(meant);
  });

  it.each(['abacus', 'x', '', 'complexity'])('takes %j for no slip of any', (typed) => {
    expect(nearestName(typed, TABLES)).toBeUndefined();
  });

  it('takes the nearest of several', () => {
    expect(nearestName('supr', ['suppr', 'super', 'sup'])).toBe('suppr');
    expect(nearestName('standart', ['standing', 'standard'])).toBe('standard');
  });
});

describe('an unknown name', () => {
  it('is answered with the one that was meant, and with all', () => {
    expect(() => named({ imdb: 1, mnist: 2 }, 'imbd', 'experiment')).toThrow(
      "unknown experiment 'imbd'; did you mean imdb? Known: imdb, mnist",
    );
    expect(() => named({ imdb: 1, mnist: 2 }, 'abacus', 'experiment')).toThrow(
      "unknown experiment 'abacus'; known: imdb, mnist",
    );
  });
});
