import { type CompleteRun, packBits } from '@better-attention/records';
import { crossedMean, mcnemarTest, resampledMean, wilsonInterval } from '@better-attention/statistics';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../src/claims/claims.js';
import { BLEU, LOSS } from '../../src/input/metrics.js';
import type { ResampledMetric } from '../../src/input/tables.js';
import { renderTestSet } from '../../src/page/test-set-part.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import type { Difference } from '../../src/training/differences.js';
import type { TestedPair } from '../../src/training/test-set.js';
import { testSetSentences, testSetText } from '../../src/training/test-set-text.js';
import { completeRun, tableOf } from '../runs.js';

/** A run that is right about some of `length` examples: those whose number times `factor` leaves less than `right`. */
function flagsOf(length: number, factor: number, right: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => Number((at * factor) % 101 < right));
}

function tested(mechanism: string, seed: number, flags: Uint8Array): CompleteRun {
  const run = completeRun(mechanism, { seed });
  const accuracy = flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
  return {
    ...run,
    data: { ...run.data, examples: { ...run.data.examples, test: flags.length } },
    test: { ...run.test, accuracy },
    correct: packBits(flags),
  };
}

const EXAMPLES = 500;
const standard = [0, 1, 2].map((seed) => flagsOf(EXAMPLES, 7 + seed, 70));
const better = [0, 1, 2].map((seed) => flagsOf(EXAMPLES, 7 + seed, 75 + seed));
const runs = [0, 1, 2].flatMap((seed) => [
  tested('standard', seed, standard[seed] as Uint8Array),
  tested('super', seed, better[seed] as Uint8Array),
]);
const percent = (interval: readonly number[]) => interval.map((end) => expect.closeTo(100 * end, 9));

describe('the test set of an accuracy', () => {
  const table = buildTrainingTable(tableOf(runs));

  it('gives an interval over seeds and examples', () => {
    expect(table.tested.map(({ mechanism, examples, seeds }) => [mechanism, examples, seeds])).toEqual([
      ['standard', EXAMPLES, [0, 1, 2]],
      ['super', EXAMPLES, [0, 1, 2]],
    ]);
    expect(table.tested[1]?.interval).toEqual(percent(crossedMean(better).interval));
  });

  it('gives Wilson’s interval of one run', () => {
    const flags = better[1] as Uint8Array;
    const { tested: rows } = buildTrainingTable(tableOf([tested('super', 1, flags)]));
    const successes = flags.filter((flag) => flag === 1).length;
    expect(rows[0]?.interval).toEqual(percent(wilsonInterval({ successes, trials: EXAMPLES })));
  });

  it('gives a difference its interval of the same examples, and McNemar’s test of each seed', () => {
    const differences = better.map((flags, seed) =>
      Array.from(flags, (flag, at) => flag - (standard[seed]?.[at] as number)),
    );
    const { testSet } = table.differences[0] ?? {};
    expect(testSet?.interval).toEqual(percent(crossedMean(differences).interval));
    const expected = differences.map((each) =>
      mcnemarTest({
        onlyLeft: each.filter((one) => one === 1).length,
        onlyRight: each.filter((one) => one === -1).length,
      }),
    );
    expect(testSet?.mcnemar).toEqual(expected);
    expect(new Set(expected.map(({ midP }) => midP)).size).toBe(3);
  });

  it('is not told where runs are older, of different test parts, or not all of one mechanism’s', () => {
    const older = runs.map(({ correct: _, ...run }) => run);
    const shorter = tested('super', 0, flagsOf(400, 7, 75));
    expect(buildTrainingTable(tableOf(older)).tested).toEqual([]);
    const mixed = buildTrainingTable(tableOf([...runs.filter(({ seed }) => seed > 0), shorter]));
    expect(mixed.tested.map(({ mechanism }) => mechanism)).not.toContain('super');
    const half = buildTrainingTable(tableOf([...runs.slice(0, 4), ...older.slice(4)]));
    expect(half.tested.map(({ seeds }) => seeds)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('stands in the legend and on the page', () => {
    expect(testSetSentences(table)[1]).toBe(
      '500 test examples give the accuracy of one run to ± 4.0 points (95 %, Wilson), however often it is trained; a difference of two runs on the same examples is known better.',
    );
    expect(table.model.legend).toEqual(expect.arrayContaining(testSetSentences(table)));
    const page = `${renderTestSet(table)}`;
    expect(page).toContain('<th scope="row">Super</th><td data-value="500">500</td><td>3</td>');
    expect(
      renderTestSet(buildTrainingTable(tableOf(runs.map(({ correct: _, ...run }) => run)))),
    ).toBeUndefined();
  });

  it('is said to be less sure than the seeds, where it is', () => {
    const wider = (sentence: string) => sentence.includes('than over seeds alone');
    const same = [0, 1, 2].flatMap((seed) => [
      tested('standard', seed, flagsOf(EXAMPLES, 7, 70)),
      tested('super', seed, flagsOf(EXAMPLES, 9, 70)),
    ]);
    expect(testSetSentences(buildTrainingTable(tableOf(same))).filter(wider)).toHaveLength(1);
    const spread = [0, 1, 2].flatMap((seed) => [
      tested('standard', seed, flagsOf(EXAMPLES, 7, 60 + 10 * seed)),
      tested('super', seed, flagsOf(EXAMPLES, 7, 80 - 10 * seed)),
    ]);
    expect(testSetSentences(buildTrainingTable(tableOf(spread))).filter(wider)).toEqual([]);
  });
});

describe('a claim on a difference', () => {
  const findingOf = (given: readonly CompleteRun[]) =>
    claimsOf([buildTrainingTable(tableOf(given))])
      .find(({ id }) => id === '4-v2')
      ?.tables[0]?.findings.find(({ mechanism }) => mechanism === 'super');

  it('has the interval over test sets beside it, and says where it is the longer', () => {
    const same = [0, 1, 2].flatMap((seed) => [
      tested('standard', seed, flagsOf(EXAMPLES, 7, 70)),
      tested('super', seed, flagsOf(EXAMPLES, 9 + seed, 70)),
    ]);
    const { numbers, sentence } = findingOf(same) ?? {};
    const [low, high] = buildTrainingTable(tableOf(same)).differences[0]?.testSet?.interval ?? [];
    expect(numbers).toMatchObject({ testExamples: 500, testSetLow: low, testSetHigh: high });
    expect(sentence).toContain(
      'That is about these test examples: 500 examples give one run’s accuracy to ± 4.0 points, and the difference over seeds and other test sets to −',
    );
  });

  it('is as it was where no run records its test examples', () => {
    const { numbers, sentence } = findingOf(runs.map(({ correct: _, ...run }) => run)) ?? {};
    expect(numbers).not.toHaveProperty('testExamples');
    expect(sentence).not.toContain('test examples');
  });
});

describe('the test set of a BLEU', () => {
  const score = (mechanism: string, seed: number) => (mechanism === 'super' ? 14 : 12) + seed / 3;
  const drawn = (mechanism: string, seed: number) =>
    Array.from(
      { length: 50 },
      (_, draw) => score(mechanism, seed) + Math.sin(draw) + Math.cos(draw * (seed + 2)) / 4,
    );
  const translated = ['standard', 'super'].flatMap((mechanism) =>
    [0, 1, 2].map((seed) => {
      const run = completeRun(mechanism, { seed });
      return { ...run, test: { ...run.test, bleu: score(mechanism, seed) } };
    }),
  );
  const resampled = new Map(
    translated.map(({ mechanism, seed }): [string, ResampledMetric] => [
      `${mechanism}-h4-seed${seed}.json`,
      { metric: 'bleu', examples: 1000, resamples: drawn(mechanism, seed), method: 'nrefs:1|tok:13a' },
    ]),
  );
  const table = buildTrainingTable(
    tableOf(translated, { metrics: [LOSS, BLEU], headline: 'bleu', resampled }),
  );

  it('gives intervals over seeds and sentences', () => {
    const of = (mechanism: string) => ({
      values: [0, 1, 2].map((seed) => score(mechanism, seed)),
      resamples: [0, 1, 2].map((seed) => drawn(mechanism, seed)),
      examples: 1000,
    });
    expect(table.tested[1]?.interval).toEqual(resampledMean(of('super')).interval);
    expect(table.tested[1]?.examples).toBe(1000);
    const minus = resampledMean({
      values: [0, 1, 2].map((seed) => score('super', seed) - score('standard', seed)),
      resamples: [0, 1, 2].map((seed) =>
        drawn('super', seed).map((value, draw) => value - (drawn('standard', seed)[draw] as number)),
      ),
      examples: 1000,
    });
    expect(table.differences[0]?.testSet).toMatchObject({ interval: minus.interval, mcnemar: [] });
  });

  it('has no interval beyond what a BLEU can be', () => {
    const low = translated.map((run) => ({ ...run, test: { ...run.test, bleu: 0.1 * (1 + run.seed) } }));
    const { tested: rows } = buildTrainingTable(
      tableOf(low, { metrics: [LOSS, BLEU], headline: 'bleu', resampled }),
    );
    expect(rows[0]?.interval[0]).toBe(0);
  });

  it('is said of a difference without the accuracy that one run has', () => {
    const [difference] = table.differences as [Difference];
    const testSet = { ...(difference.testSet as TestedPair), interval: [-20, 20] as const };
    expect(testSetText(table.input, { ...difference, testSet })).toMatch(
      /^That is about these test examples: 1,000 examples give the difference over seeds and other test sets to /,
    );
  });

  it('names the signature as ours', () => {
    expect(testSetSentences(table)[1]).toMatch(
      /^BLEU: `nrefs:1\|tok:13a`, our implementation, equal to sacreBLEU's/,
    );
  });
});
