import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../src/figures/figures.js';
import { renderCsv } from '../../src/renderers/table-csv.js';
import { renderMarkdown } from '../../src/renderers/table-markdown.js';
import { CONTROL } from '../../src/speed/contests.js';
import { buildSpeedTable } from '../../src/speed/speed-table.js';
import { renderBrief, renderExcerpt } from '../../src/summary/excerpt.js';
import { RATIOS, speedTable } from '../speed-tables.js';

const table = buildSpeedTable(speedTable());

describe('contests', () => {
  it('are of each model, phase and number of threads, with Standard as the control', () => {
    expect(table.contests).toHaveLength(3 * 2 * 2);
    const [first] = table.contests;
    expect(first).toMatchObject({
      model: { table: 'imdb' },
      phase: 'training',
      threads: 1,
      disturbed: false,
    });
    expect(first?.times.map(({ mechanism }) => mechanism)).toEqual([
      'standard',
      'optimised',
      'efficient',
      'super',
      CONTROL,
    ]);
    expect(first?.files).toHaveLength(5);
  });

  it('have the geometric mean over processes of the medians of rounds, with Student’s interval', () => {
    const own = table.contests[0]?.times.find(({ mechanism }) => mechanism === 'super');
    expect(own?.ratio?.ratio).toBeCloseTo(0.95, 10);
    const deviation = 0.01 * Math.sqrt((1 + 1 + 0.25 + 0.25) / 4);
    const reach = (2.7764 * deviation) / Math.sqrt(5);
    expect(Math.log(own?.ratio?.interval?.[1] as number)).toBeCloseTo(Math.log(0.95) + reach, 4);
    expect(own?.processorRatio?.ratio).toBeCloseTo(0.95, 10);
  });

  it('have in wall and in processor time each the ratios of their own by repetition', () => {
    const own = table.models[0]?.rows.find(({ id }) => id === 'imdb-paper-super');
    const cellOf = (column: string) => {
      const at = table.models[0]?.columns.findIndex(({ id }) => id === column) ?? -1;
      return own?.cells[at]?.summary?.values.map((value) => Math.log(value / 0.95));
    };
    const expected = { ratio: [0, 0.01, -0.01, 0.005, -0.005], processorRatio: [0, 0, 0, 0, 0] };
    for (const [column, values] of Object.entries(expected)) {
      const found = cellOf(`threads1.${column}`) ?? [];
      expect(found).toHaveLength(values.length);
      for (const [at, value] of found.entries()) expect(value).toBeCloseTo(values[at] as number, 10);
    }
  });

  it.each([
    [1.05, true],
    [0.95, true],
    [1.02, false],
  ])('whose control is at %d are disturbed: %s', (control, disturbed) => {
    const { contests } = buildSpeedTable(speedTable({ ratios: { 'imdb-paper': { ...RATIOS, control } } }));
    expect(contests.filter((one) => one.disturbed).map(({ model }) => model.table)).toEqual(
      disturbed ? ['imdb', 'imdb', 'imdb', 'imdb'] : [],
    );
  });
});

describe('the tables', () => {
  it('are one a phase, a row a model and mechanism', () => {
    expect(table.models.map(({ name }) => name)).toEqual([
      'training-speed-training',
      'training-speed-inference',
    ]);
    const [training] = table.models;
    expect(training?.rows.map(({ id }) => id).slice(0, 6)).toEqual([
      'imdb-paper-standard',
      'imdb-paper-optimised',
      'imdb-paper-efficient',
      'imdb-paper-super',
      'imdb-paper-standard-again',
      'mnist-cpu-standard',
    ]);
    expect(training?.rows.at(-1)?.heading).toBe('MNIST, size of paper, 32 examples instead of 256 a step');
  });

  it('show ratios with their intervals, in Markdown and, with the values behind them, in CSV', () => {
    const [training] = table.models;
    if (!training) throw new Error('no table');
    expect(renderMarkdown(training)).toContain('| Super | imdb-paper | 3.80 ± 0 | 0.950 \\[0.94, 0.96\\] |');
    expect(renderMarkdown(training)).toContain(
      '| Standard again | imdb-paper | 4.00 ± 0 | 1.000 \\[0.99, 1.01\\] |',
    );
    const [heading = '', first = ''] = renderCsv(training).split('\n');
    expect(heading).toContain('mechanism,heads,row,model,threads1.milliseconds [ms] mean');
    expect(first).toMatch(/^standard,4,measured,imdb-paper,4,/);
  });

  it('say how often it was measured, under which load, and where the machine was disturbed', () => {
    const [training] = table.models;
    expect(training?.legend.join(' ')).toContain('5 repetitions, each a process of its own');
    expect(training?.remarks).toEqual(['The machine’s load average before a measurement was 0.1.']);
    const disturbed = buildSpeedTable(speedTable({ ratios: { 'imdb-paper': { ...RATIOS, control: 1.1 } } }));
    expect(disturbed.models[0]?.remarks).toContain(
      'The control says that the machine was disturbed: IMDB, sizes of cpu and paper, training on 1 thread.',
    );
  });

  it('say so where nothing is recorded', () => {
    const empty = buildSpeedTable(speedTable({ repetitions: 0 }));
    expect(empty.models[0]?.remarks).toEqual([]);
    expect(empty.sentences).toEqual(['Not measured.']);
    expect(figuresOf(empty, '')).toEqual([]);
  });
});

it('the sentences have each model’s ratios in a phase, at the paper’s sizes', () => {
  expect(table.sentences).toHaveLength(4);
  expect(table.brief).toEqual([
    'Time of training relative to Standard’s, 2 models on 1 and 2 threads: Optimised 0.90×, Efficient 0.80×, Super 0.95× and Standard against itself 1.00×.',
    'Time of inference relative to Standard’s, 2 models on 1 and 2 threads: Optimised 0.90×, Efficient 0.80×, Super 0.95× and Standard against itself 1.00×.',
  ]);
  expect(table.sentences[0]).toBe(
    'IMDB, sizes of cpu and paper, time of training relative to Standard’s. ' +
      '1 thread: Optimised 0.90 [0.89, 0.91], Efficient 0.80 [0.79, 0.81], Super 0.95 [0.94, 0.96]; Standard against itself 1.00 [0.99, 1.01]. ' +
      '2 threads: Optimised 0.90 [0.89, 0.91], Efficient 0.80 [0.79, 0.81], Super 0.95 [0.94, 0.96]; Standard against itself 1.00 [0.99, 1.01].',
  );
  const mnist = speedTable()
    .models.filter(({ sizes }) => sizes[0] === 'cpu')
    .slice(1);
  expect(buildSpeedTable(speedTable({ overrides: { models: mnist } })).sentences).toHaveLength(2);
});

it('refuses a record of another table', () => {
  const other = speedTable({ overrides: { name: 'other' } });
  expect(() => buildSpeedTable(other)).toThrow(
    'report of other, preset cpu: imdb-paper-repetition0.json is of training-speed, preset cpu, kind speed',
  );
});

it('the figures have a panel for each number of threads, and the control in each', () => {
  const figures = figuresOf(table, 'records');
  expect(figures.map(({ name }) => name)).toEqual(['training', 'inference']);
  const [training] = figures;
  if (!training) throw new Error('no figure');
  const { hconcat } = training.spec as unknown as {
    hconcat: { data: { values: { mechanism: string }[] } }[];
  };
  expect(hconcat).toHaveLength(2);
  expect(new Set(hconcat[0]?.data.values.map(({ mechanism }) => mechanism))).toEqual(
    new Set(['Optimised', 'Efficient', 'Super', 'Standard again']),
  );
  expect(training.alternative).toContain('Standard against itself 1.00');
});

it('an excerpt has the sentences and the tables', () => {
  expect(renderBrief(table).split('\n')).toHaveLength(4);
  expect(renderExcerpt(table)).toContain('| Standard again |  imdb-paper |');
  expect(renderBrief(buildSpeedTable(speedTable({ repetitions: 0 })))).toBe('Not measured.');
});
