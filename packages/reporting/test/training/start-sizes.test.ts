import { pairedDifferences, pairedTTest } from '@better-attention/statistics';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../src/claims/claims.js';
import { snapshotOf } from '../../src/diff/snapshot.js';
import { renderCsv } from '../../src/renderers/table-csv.js';
import { renderExcerpt } from '../../src/summary/excerpt.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { startFindings } from '../../src/training/start-findings.js';
import { startsFinding } from '../../src/training/start-size-text.js';
import { startDifferences } from '../../src/training/start-sizes.js';
import { type Gains, startedTable } from '../started-tables.js';

const input = startedTable();
const built = buildTrainingTable(input);
const { rows, legend } = built.model;
const sized = rows.filter(({ trainExamples }) => trainExamples !== undefined);
const findingOf = (gains: Gains, changes: Parameters<typeof startedTable>[0] = {}) => {
  const table = startedTable({ gains, ...changes });
  return startsFinding(table, startDifferences(table));
};

describe('starts of W^A by number of training examples', () => {
  it('have rows of their own behind all others, without rank', () => {
    expect(rows.slice(-sized.length)).toEqual(sized);
    expect(sized.map(({ id }) => id).slice(0, 5)).toEqual([
      'standard-h4-train2000',
      'super-h4-train2000',
      'super-h4-identity-train2000',
      'super-h4-near-identity-train2000',
      'standard-h4-train5000',
    ]);
    expect(sized[2]).toMatchObject({
      block: 'start',
      heading: 'W^A’s start by number of training examples, not ranked: 2,000 examples, 4 heads',
      variant: 'identity',
      trainExamples: 2_000,
    });
    expect(sized[2]?.cells[0]?.text).toBe('Super from identity');
    const at = built.model.columns.findIndex(({ id }) => id === 'test.accuracy');
    expect(sized[1]?.cells[at]).toMatchObject({ annotation: '', decided: false });
    expect(sized[1]?.cells[at]?.runs).toEqual(
      [0, 1, 2, 3, 4].map((seed) => `super-h4-train2000-seed${seed}.json`),
    );
  });

  it('change no other row, no claim and no sentence', () => {
    const without = buildTrainingTable({
      ...input,
      trainSizes: [],
      variants: new Map([...(input.variants ?? [])].filter(([, run]) => run.trainExamples === undefined)),
    });
    expect(rows.slice(0, -sized.length)).toEqual(without.model.rows);
    expect([built.differences, built.sentence]).toEqual([without.differences, without.sentence]);
    expect(claimsOf([built])).toEqual(claimsOf([without]));
    expect(renderExcerpt(built)).toBe(renderExcerpt(without));
    expect(without.model.legend.join()).not.toContain('training examples');
  });

  it('are set against Standard on as many examples, by seed', () => {
    const found = startDifferences(input);
    expect(found.map(({ start, trainExamples, isWhole }) => [start, trainExamples, isWhole])).toEqual(
      [2_000, 5_000, 10_000, 22_500].flatMap((size) =>
        [undefined, 'identity', 'near-identity'].map((start) => [start, size, size === 22_500]),
      ),
    );
    const one = found.find(({ start, trainExamples }) => start === 'identity' && trainExamples === 5_000);
    const accuracies = (file: (seed: number) => string) =>
      new Map(
        [0, 1, 2, 3, 4].map((seed) => {
          const run = input.variants?.get(file(seed));
          return [seed, 100 * ((run?.status === 'complete' && run.test.accuracy) || Number.NaN)];
        }),
      );
    const test = pairedTTest(
      pairedDifferences(
        accuracies((seed) => `super-h4-identity-train5000-seed${seed}.json`),
        accuracies((seed) => `standard-h4-train5000-seed${seed}.json`),
      ),
    );
    expect(one?.change.mean).toBeCloseTo(test?.mean as number, 10);
    expect(one?.change.interval?.[0]).toBeCloseTo(test?.interval[0] as number, 10);
    const sentence = legend.find((each) => each.startsWith('With 5,000 training examples'));
    expect(sentence).toContain(
      'test accuracy − Standard’s in percentage points over 5 seeds: Super from Glorot −',
    );
    expect(sentence).toMatch(/from near-identity [^;]+; the same − from Glorot: from identity \+\d/);
    expect(legend.some((each) => each.startsWith('With all 22,500 training examples'))).toBe(true);
  });

  it('are compared over the seeds that all of a size have, without the pilot’s', () => {
    const variants = new Map(input.variants);
    variants.delete('super-h4-identity-train2000-seed4.json');
    const found = startDifferences({ ...input, variants, pilotSeeds: 1 });
    const seedsOf = (size: number) => found.find((one) => one.trainExamples === size)?.change.seeds;
    expect(seedsOf(2_000)).toEqual([1, 2, 3]);
    expect(seedsOf(5_000)).toEqual([1, 2, 3, 4]);
  });

  it('are not set against runs on other data', () => {
    const variants = new Map(
      [...(input.variants ?? [])].map(([file, run]) => [
        file,
        file.startsWith('standard-h4-train2000')
          ? { ...run, data: { ...run.data, contents: 'cd'.repeat(32) } }
          : run,
      ]),
    );
    const sizes = startDifferences({ ...input, variants }).map(({ trainExamples }) => trainExamples);
    expect([...new Set(sizes)]).toEqual([5_000, 10_000, 22_500]);
  });

  it('that were not measured are told in a line', () => {
    const planned = buildTrainingTable({ ...input, trainSizes: [2_000, 7_000, 20_000] }).model.legend;
    expect(planned).toContain('W^A’s start with 7,000 and 20,000 training examples: not measured.');
    const nothing = buildTrainingTable({ ...input, variants: new Map() }).model.legend;
    expect(nothing).toContain('W^A’s start with 2,000, 5,000 and 10,000 training examples: not measured.');
  });

  it('keep their names in CSV and in comparisons of reports', () => {
    const csv = renderCsv(built.model).trimEnd().split('\n');
    expect(csv[0]).toMatch(/^mechanism,variant,trainExamples,heads,/);
    expect(csv.filter((line) => line.startsWith('super,identity,2000,4,'))).toHaveLength(1);
    const names = [...snapshotOf([built]).cells.keys()];
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContainEqual(
      expect.stringMatching(/^imdb: super from identity, 2,000 training examples, 4 heads, test.accuracy/),
    );
  });
});

describe('what is shown of other starts', () => {
  const few: Gains = (start, size) => (start !== 'glorot' && size <= 5_000 ? 0.03 : 0);

  it('is where their paired interval leaves out zero', () => {
    expect(findingOf(few)).toBe(
      'Super from identity and near-identity is better than from Glorot with 2,000 and 5,000 training examples; elsewhere that is open',
    );
    expect(findingOf((start) => (start === 'identity' ? -0.03 : 0))).toBe(
      'Super from identity is worse than from Glorot with every number of training examples; elsewhere that is open',
    );
    expect(findingOf((start) => (start === 'glorot' ? 0 : 0.03))).toBe(
      'Super from identity and near-identity is better than from Glorot with every number of training examples',
    );
  });

  it('stands in claims.json with the numbers of the fewest examples', () => {
    const [finding, numbers, ...more] = startFindings(built);
    expect(finding).toMatch(/^(Super from|No start of W\^A is shown).*\.$/);
    expect(legend).toContain(numbers);
    expect(numbers).toMatch(/^With 2,000 training examples, test accuracy − Standard’s/);
    expect(more).toEqual([]);
  });

  it('of a metric of which less is better turns round', () => {
    const table = startedTable({ gains: few });
    const metrics = table.metrics.map((each) => ({ ...each, better: 'lower' as const }));
    expect(startsFinding({ ...table, metrics }, startDifferences({ ...table, metrics }))).toMatch(
      /^Super from identity and near-identity is worse/,
    );
  });

  it('is nothing of no difference, and of fewer than three seeds', () => {
    expect(findingOf(() => 0, { seeds: 3 })).toMatch(
      /^no start of W\^A is shown to be better or worse than Glorot/,
    );
    expect(findingOf(few, { seeds: 2 })).toBeUndefined();
  });
});
