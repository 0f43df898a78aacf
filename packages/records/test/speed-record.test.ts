import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRecords, writeRecord } from '../src/files.js';
import { SPEEDS } from '../src/record-kind.js';
import type { SpeedContestant, SpeedMeasurement } from '../src/speed-form.js';
import { speed } from './records.js';

const [measurement] = speed.measurements as [SpeedMeasurement];
const [standard, ours, control] = measurement.contestants as [
  SpeedContestant,
  SpeedContestant,
  SpeedContestant,
];
const problemsOf = (record: object) =>
  SPEEDS.schema.safeParse(record).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
const withContestants = (...contestants: SpeedContestant[]) => ({
  ...speed,
  measurements: [{ ...measurement, contestants }],
});

it('come back as they were written, under the name of model, size and repetition', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'speeds '));
  try {
    await writeRecord(folder, speed, SPEEDS);
    expect([...(await readRecords(folder, SPEEDS))]).toEqual([['imdb-paper-repetition2.json', speed]]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('name each mechanism once', () => {
  expect(SPEEDS.mechanisms(speed)).toEqual(['standard', 'super']);
});

it('are of one measurement each: repetition, model and settings tell them apart', () => {
  const identities = [
    speed,
    { ...speed, repetition: 3 },
    { ...speed, model: { ...speed.model, batch: 32 } },
    { ...speed, configuration: { threads: [2] } },
  ].map((record) => JSON.stringify(SPEEDS.identity(record)));
  expect(new Set(identities).size).toBe(4);
});

it.each([
  [
    'a phase twice',
    { ...speed, measurements: [measurement, measurement] },
    'measurements.1: expected each phase once on so many threads, got training on 1 again',
  ],
  [
    'a contestant twice',
    withContestants(standard, ours, ours),
    'measurements.0.contestants.2: expected each contestant once, got super again',
  ],
  [
    'another control than Standard',
    withContestants(standard, { ...ours, control: true }),
    'measurements.0.contestants.1.control: expected Standard as the control, got super',
  ],
  [
    'a round without a ratio',
    withContestants(standard, { ...ours, logRatios: [0.1] }),
    'measurements.0.contestants.1.logRatios: expected 2, got 1',
  ],
  [
    'ratios of Standard to itself that aren’t the control’s',
    withContestants({ ...standard, logRatios: [0, 0] }, control),
    'measurements.0.contestants.0.logRatios: expected 0, got 2',
  ],
  [
    'a median outside of its quartiles',
    withContestants({ ...standard, milliseconds: { lowerQuartile: 1, median: 4, upperQuartile: 3 } }),
    'measurements.0.contestants.0.milliseconds: expected a median between its quartiles',
  ],
  [
    'an end before its start',
    { ...speed, finishedAt: '2025-01-01T00:00:00.000Z' },
    'finishedAt: expected a time from 2026-01-01T00:00:00.000Z on, got 2025-01-01T00:00:00.000Z',
  ],
])('are refused with %s', (_, record, problem) => {
  expect(problemsOf(record)).toEqual([problem]);
});
