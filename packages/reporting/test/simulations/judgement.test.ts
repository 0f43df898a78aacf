import { randomStream } from '@better-attention/random';
import { seedsToDecide } from '@better-attention/statistics';
import { describe, expect, it } from 'vitest';
import { familyOf } from '../../src/verdicts/families.js';
import { LIKE_STANDARD, OUTPERFORMS } from '../../src/verdicts/hypotheses.js';
import { decisionsOn, INTERVALS, judged, rateOf, SEEDS, type Truth } from './judgement.js';

const random = randomStream(1, 'simulations');

describe.each(Object.keys(INTERVALS))('the interval of %s', (name) => {
  const covers = INTERVALS[name] as (typeof INTERVALS)[string];

  it.each([3, 5, 10])('covers the truth in 0.93 to 0.97 of samples of %d', (seeds) => {
    const coverage = rateOf({ random: random.derive(name, seeds), repetitions: 4000 }, (stream) =>
      covers(stream, seeds),
    );
    expect(coverage).toBeGreaterThan(0.93);
    expect(coverage).toBeLessThan(0.97);
  });
});

/** Four standard errors above 5 %, with 1,000 repetitions. */
const MOST = 0.05 + 4 * Math.sqrt((0.05 * 0.95) / 1000);

function rate(name: string, truth: Truth, verdict: 'supported' | 'contradicted'): number {
  return rateOf(
    { random: random.derive(name), repetitions: 1000 },
    (stream) => judged(stream, truth).all === verdict,
  );
}

describe('the errors of a claim over all data sets', () => {
  const margin = 0.5;

  it.each([3, 10])('contradict a true one in 5 %% of cases at most, %d seeds', (seeds) => {
    const worse: Truth = { hypothesis: LIKE_STANDARD, seeds, margin, difference: () => -margin };
    const better: Truth = { hypothesis: OUTPERFORMS, seeds, margin, difference: () => margin };
    const [like, ahead] = [rate('worse', worse, 'contradicted'), rate('better', better, 'contradicted')];
    expect(like).toBeLessThan(MOST);
    expect(ahead).toBeLessThan(MOST);
    expect(like + ahead).toBeGreaterThan(0.005);
  });

  it.each([3, 10])('support a false one in 5 %% of cases at most, %d seeds', (seeds) => {
    const like = (part: number) => (part === 0 ? -5 : 0);
    const ahead = (part: number) => (part === 0 ? 0 : 50);
    const alike: Truth = { hypothesis: LIKE_STANDARD, seeds, margin: 5, difference: like };
    const first: Truth = { hypothesis: OUTPERFORMS, seeds, margin, difference: ahead };
    expect(rate('alike', alike, 'supported')).toBeLessThan(MOST);
    expect(rate('first', first, 'supported')).toBeLessThan(MOST);
  });
});

describe('a difference of zero', () => {
  const error = (name: string, repetitions: number) =>
    rateOf({ random: random.derive(name), repetitions }, SEEDS[name] as (typeof SEEDS)[string]);

  it('is taken for one in 5 % of cases where a pilot that is kept apart sets the seeds', () => {
    expect(Math.abs(error('a pilot of 3 kept apart', 1000) - 0.05)).toBeLessThan(MOST - 0.05);
  });

  it('is taken for one far oftener where seeds are added until it is', () => {
    expect(error('seeds added until p < 0.05, 3 to 30', 1000)).toBeGreaterThan(0.15);
  });
});

it.each([
  ['like', LIKE_STANDARD, 0],
  ['ahead', OUTPERFORMS, 0.8],
  ['behind', OUTPERFORMS, -0.8],
] as const)(
  'so many seeds as are said to decide do in 80 %% of cases: %s',
  (name, hypothesis, difference) => {
    const margin = 0.5;
    const family = familyOf('imdb', { mechanisms: hypothesis.mechanisms.length });
    const assumed = { difference, deviation: 1, rule: hypothesis.rule(margin, family) };
    const seeds = seedsToDecide(assumed) as number;
    const decided = rateOf({ random: random.derive('power', name), repetitions: 1500 }, (stream) => {
      const [decision] = decisionsOn(stream, { hypothesis, seeds, margin }, [difference]);
      return decision?.verdict !== 'open';
    });
    expect(decided).toBeGreaterThan(0.76);
    expect(decided).toBeLessThan(0.88);
  },
);
