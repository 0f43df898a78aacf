import { expect, it } from 'vitest';
import { timeSpan } from '../../src/support/time-span.js';

const START = Date.parse('2026-01-01T00:00:00.000Z');

it.each([
  ['a clock that goes on', 90_000, '2026-01-01T00:01:30.000Z'],
  ['a clock that goes back', -3_600_000, '2026-01-01T00:01:00.000Z'],
  ['a clock that stands still', 0, '2026-01-01T00:01:00.000Z'],
  ['a machine that slept meanwhile', 7_200_000, '2026-01-01T02:00:00.000Z'],
])('ends after a minute of %s', (_, moved, finishedAt) => {
  const clocks = { now: [START, START + moved], passed: [500, 60_500] };
  const span = timeSpan({
    now: () => clocks.now.shift() as number,
    passed: () => clocks.passed.shift() as number,
  });
  expect(span()).toEqual({ startedAt: '2026-01-01T00:00:00.000Z', finishedAt });
});

it('is of now with the clocks of the system', () => {
  const { startedAt, finishedAt } = timeSpan()();
  expect(Math.abs(Date.parse(startedAt) - Date.now())).toBeLessThan(10_000);
  expect(finishedAt >= startedAt).toBe(true);
});
