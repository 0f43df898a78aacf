import type { SpeedRecord } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import { loadExperiment, loadTable } from '../../src/tables/load-table.js';
import { stepTimes, toMeasure, trainingHours } from '../../src/tables/to-measure.js';
import { workspace } from '../workspace.js';

type Contestant = SpeedRecord['measurements'][number]['contestants'][number];

function contestant(mechanism: string, median: number, control?: true): Contestant {
  const milliseconds = { lowerQuartile: median, median, upperQuartile: median };
  const rest = { milliseconds, processorMilliseconds: 1, logRatios: [], deviation: 0 };
  return { mechanism, ...rest, ...(control && { control }) };
}

/** A repetition with times of Standard and Super on one thread and on two. */
function repetition(standard: number, sizes = ['paper'], table = 'mnist') {
  const measurement = (threads: number, phase: 'training' | 'inference', median: number) => ({
    phase,
    threads,
    rounds: 1,
    steps: 1,
    contestants: [
      contestant('standard', median),
      contestant('super', 2 * median),
      contestant('standard', 99, true),
    ],
  });
  const measurements = [
    measurement(2, 'training', standard),
    measurement(1, 'training', 7 * standard),
    measurement(2, 'inference', 9 * standard),
  ];
  return { model: { table, sizes, batch: 32, statedBatch: 256 }, measurements } as unknown as SpeedRecord;
}

describe('step times', () => {
  it('are medians over repetitions on the most threads, of the table’s own batch', () => {
    const records = [repetition(10), repetition(12), repetition(50)];
    const others = [repetition(1, ['cpu']), repetition(1, ['paper'], 'imdb')];
    expect(stepTimes([...records, ...others], { table: 'mnist', size: 'paper' })).toEqual(
      new Map([
        ['standard', 96],
        ['super', 192],
      ]),
    );
  });
});

describe('hours of training', () => {
  it('are those of every step of every planned run', async () => {
    const experiment = await loadExperiment(workspace, 'mnist', { preset: 'paper', seeds: 1 });
    const { epochs, batchSize } = experiment.training;
    const runs = (await loadTable(workspace, 'mnist', { preset: 'paper', seeds: 1 })).plan();
    const supers = runs.filter(({ columns }) => columns[0] === 'super').length;
    expect(supers).toBeGreaterThan(0);
    const steps = epochs * Math.ceil(60_000 / batchSize);
    const hours = trainingHours(
      experiment,
      new Map([
        ['standard', 3600],
        ['super', 7200],
      ]),
    );
    expect(hours).toBeCloseTo((steps * (runs.length + supers)) / 1000, 9);
  });

  it('count as many examples as a preset takes, and are none where something isn’t known', async () => {
    const limited = await loadExperiment(workspace, 'mnist', { preset: 'cpu', seeds: 1 });
    const whole = { ...limited, limits: undefined };
    const times = new Map([['standard', 1]]);
    const share = (trainingHours(limited, times) as number) / (trainingHours(whole, times) as number);
    expect(share).toBeCloseTo((limited.limits?.train as number) / 60_000, 2);
    expect(trainingHours(limited, new Map())).toBeUndefined();
    const translation = await loadExperiment(workspace, 'en-es-translation', { preset: 'paper', seeds: 1 });
    expect(trainingHours(translation, times)).toBeUndefined();
  });
});

it('a table is measured by its command, in as long as the recorded step times say', async () => {
  const table = await loadTable(workspace, 'imagenet', { preset: 'paper' });
  const found = await toMeasure(workspace, table);
  expect(found).toMatchObject({
    command: 'npm run table -- imagenet --preset paper',
    units: `${table.plan().length} runs`,
  });
  expect(found.hours).toBeGreaterThan(1000);
  const layers = await loadTable(workspace, 'inference-speed', { preset: 'paper' });
  expect(await toMeasure(workspace, layers)).toEqual({
    command: 'npm run table -- inference-speed --preset paper',
    units: '5 measurements',
  });
});
