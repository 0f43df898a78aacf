import { describe, expect, it } from 'vitest';
import type { TableVerdict } from '../../src/claims/claim.js';
import {
  againstOutcome,
  countsOutcome,
  datasetsOutcome,
  type PlacedFinding,
  sizesOutcome,
  testedOutcome,
} from '../../src/claims/outcomes.js';
import type { Finding } from '../../src/verdicts/finding.js';

const found = (place: string, finding: Partial<Finding>): PlacedFinding => {
  const [mechanism, dataset] = place.split(' on ') as [string, string];
  return {
    verdict: 'open',
    sentence: '',
    measure: '',
    numbers: {},
    records: [],
    ...finding,
    mechanism,
    dataset,
  };
};
const COUNTS = {
  holding: 'counts are as claimed',
  failing: { more: 'more than Standard’s', fewer: 'less is saved' },
};
const COMPARISONS = { noun: 'comparison', repeated: 'seed' } as const;
const needs = (seeds: number | null) => ({ seeds, low: 2, high: null, power: 0.8 });

describe('what counts come to', () => {
  const fewer = (place: string) => found(place, { verdict: 'supported', word: 'fewer' });

  it('names those that fail, by what they have instead', () => {
    const counts = [
      ...['optimised on MNIST', 'efficient on MNIST', 'optimised on IMDB'].map(fewer),
      found('super on MNIST', { verdict: 'contradicted', word: 'more' }),
      found('super on IMDB', { verdict: 'contradicted', word: 'more' }),
      found('efficient on IMDB', { verdict: 'contradicted', word: 'fewer' }),
      found('super on CIFAR-100', { verdict: 'not measured' }),
    ];
    expect(countsOutcome(counts, COUNTS)).toBe(
      '3 of 6 counts are as claimed; more than Standard’s with Super on MNIST and IMDB, less is saved with Efficient on IMDB.',
    );
  });

  it('is short where all hold, and says so where nothing is counted', () => {
    expect(countsOutcome(['super on MNIST', 'super on IMDB'].map(fewer), COUNTS)).toBe(
      'All 2 counts are as claimed.',
    );
    expect(countsOutcome([found('super on IMDB', { verdict: 'not measured' })], COUNTS)).toBe(
      'Nothing is counted yet.',
    );
  });
});

describe('what differences come to', () => {
  it('counts them by what is shown, and says how many seeds the open ones lack', () => {
    const differences = [
      found('super on CIFAR-100', { verdict: 'supported', word: 'ahead', atHand: 3 }),
      found('efficient on MNIST', { word: 'behind', atHand: 3, seedsToDecide: needs(66) }),
      found('super on MNIST', { word: 'open', atHand: 3, seedsToDecide: needs(8) }),
      found('super on IMDB', { word: 'open', atHand: 3, seedsToDecide: needs(null) }),
      found('super on ImageNet', { verdict: 'not measured' }),
    ];
    expect(testedOutcome(differences, COMPARISONS)).toBe(
      'Of 4 comparisons, 1 is ahead (Super on CIFAR-100), 1 is behind (Efficient on MNIST) and 2 are open; 5 to over 1,000 seeds would decide what is open.',
    );
  });

  it('says how long the missing seeds train, where records tell', () => {
    const open = (place: string, seeds: number | null, coreHoursPerSeed: number) =>
      found(place, { word: 'open', atHand: 3, seedsToDecide: needs(seeds), coreHoursPerSeed });
    expect(testedOutcome([open('super on MNIST', 8, 0.1)], COMPARISONS)).toBe(
      '1 comparison is open; 5 more seeds (30 minutes of one core) would decide what is open.',
    );
    const both = [open('super on MNIST', 53, 0.1), open('efficient on MNIST', null, 0.04)];
    expect(testedOutcome(both, COMPARISONS)).toMatch(
      /; 50 to over 1,000 seeds \(5 hours to more than 40 hours of one core each\) would/,
    );
  });

  it('asks for one seed at least, and for as many as a test needs', () => {
    const one = (finding: Partial<Finding>) =>
      testedOutcome([found('super on MNIST', { word: 'open', ...finding })], COMPARISONS);
    expect(one({ atHand: 3, seedsToDecide: needs(3) })).toBe(
      '1 comparison is open; 1 more seed would decide what is open.',
    );
    expect(one({ atHand: 1 })).toBe('1 comparison is open; at least 2 more seeds would decide what is open.');
    expect(one({ atHand: 5 })).toBe('1 comparison is open.');
    expect(testedOutcome([], COMPARISONS)).toBe('No comparison is measured yet.');
  });

  it('leaves the names out where they are many', () => {
    const places = ['MNIST', 'IMDB', 'ImageNet', 'CIFAR-100', 'Translation'].map(
      (name) => `super on ${name}`,
    );
    const ahead = places.map((place) => found(place, { verdict: 'supported', word: 'ahead' }));
    expect(testedOutcome(ahead, COMPARISONS)).toBe('All 5 comparisons are ahead.');
  });
});

it('a claimed gain is told by data set, and not at all where none is claimed', () => {
  const gain = (place: string, status: 'excluded' | 'shown' | 'open' | 'impossible') =>
    found(place, {
      sizes: [
        { share: 0.1, status: 'shown' },
        { share: 0.17, status },
      ],
    });
  const findings = [
    gain('super on MNIST', 'impossible'),
    gain('super on IMDB', 'excluded'),
    gain('super on Translation', 'excluded'),
  ];
  expect(sizesOutcome(findings, 0.17)).toBe(
    'A gain of 17 % or more is excluded on IMDB and Translation and impossible on MNIST.',
  );
  expect(sizesOutcome(findings, 0.3)).toBe('');
});

it('what contradicts a claim is told first', () => {
  const behind = { word: 'behind', verdict: 'contradicted' } as const;
  expect(
    againstOutcome([found('super on IMDB', behind), found('super on MNIST', { word: 'open' })], 'ahead'),
  ).toBe('Shown not to be ahead on IMDB.');
  expect(againstOutcome([found('super on MNIST', { word: 'open' })], 'ahead')).toBe('');
});

it('the claim on all data sets names them by verdict', () => {
  const table = (dataset: string, verdict: TableVerdict['verdict']) => ({ dataset, verdict }) as TableVerdict;
  expect(
    datasetsOutcome([table('IMDB', 'open'), table('MNIST', 'contradicted'), table('ImageNet', 'open')]),
  ).toBe('Contradicted on MNIST; open on IMDB and ImageNet.');
  expect(datasetsOutcome(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => table(name, 'supported')))).toBe(
    'Supported on all 6 data sets.',
  );
  const against = (dataset: string, ...claims: string[]) => ({
    ...table(dataset, 'contradicted'),
    against: claims,
  });
  expect(
    datasetsOutcome([against('MNIST', '1', '5'), against('IMDB', '4'), against('ImageNet', '1', '5')]),
  ).toBe('Contradicted on MNIST and ImageNet (claims 1 and 5) and IMDB (claim 4).');
  expect(datasetsOutcome([])).toBe('Nothing is measured yet.');
});
