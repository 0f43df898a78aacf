import { expect, it } from 'vitest';
import { headlineFindings } from '../../src/claims/headline-findings.js';
import { titled } from '../../src/figures/figure.js';
import { slopeFigure } from '../../src/figures/slope-figure.js';
import { LOSS } from '../../src/input/metrics.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';
import { textTable } from '../training-tables.js';

interface SeedRow {
  readonly kind: 'seed' | 'mean';
  readonly mechanism: string;
  readonly of: string;
  readonly seed?: number;
  readonly side: number;
  readonly value: number;
  readonly better?: boolean;
  readonly record?: string;
}

function figureOf(input: TrainingTableInput) {
  const table = buildTrainingTable(input);
  return slopeFigure(table, headlineFindings(table));
}

function rowsOf(input: TrainingTableInput): SeedRow[] {
  const figure = figureOf(input);
  if (!figure) throw new Error('no figure');
  return (figure.spec.data as { values: SeedRow[] }).values;
}

const accuracy = (value: number) => ({ test: { loss: 1 - value, accuracy: value } });
const pairs = [
  completeRun('standard', { seed: 0, ...accuracy(0.5) }),
  completeRun('standard', { seed: 1, ...accuracy(0.6) }),
  completeRun('standard', { seed: 2, ...accuracy(0.7) }),
  completeRun('super', { seed: 0, ...accuracy(0.55) }),
  completeRun('super', { seed: 1, ...accuracy(0.58) }),
  completeRun('super', { seed: 7, ...accuracy(0.9) }),
];

it('joins the runs of the same seed, and leaves out a seed that one of both lacks', () => {
  const seeds = rowsOf(tableOf(pairs)).filter(({ kind }) => kind === 'seed');
  expect(seeds.map(({ of, seed, side, value, record }) => [of, seed, side, value, record])).toEqual([
    ['Standard', 0, 0, 50, 'standard-h4-seed0.json'],
    ['Super', 0, 1, 55.00000000000001, 'super-h4-seed0.json'],
    ['Standard', 1, 0, 60, 'standard-h4-seed1.json'],
    ['Super', 1, 1, 57.99999999999999, 'super-h4-seed1.json'],
  ]);
  expect(seeds.map(({ better }) => better)).toEqual([true, true, false, false]);
});

it('draws the means of the seeds that are joined', () => {
  const means = rowsOf(tableOf(pairs)).filter(({ kind }) => kind === 'mean');
  expect(means.map(({ of, value }) => [of, Number(value.toFixed(6))])).toEqual([
    ['Standard', 55],
    ['Super', 56.5],
  ]);
});

it('draws and names no mean of a single seed', () => {
  const input = tableOf([completeRun('standard'), completeRun('super')]);
  expect(rowsOf(input).map(({ kind }) => kind)).toEqual(['seed', 'seed']);
  expect(figureOf(input)?.caption).not.toContain('means');
});

it('takes less loss for better', () => {
  const seeds = rowsOf(tableOf(pairs, { metrics: [LOSS], headline: 'loss' })).filter(
    ({ kind }) => kind === 'seed',
  );
  expect(seeds.map(({ better }) => better)).toEqual([true, true, false, false]);
});

it('has what the claims say for its title, and each mechanism’s word above its plot', () => {
  const input = tableOf(gridOfRuns());
  const table = buildTrainingTable(input);
  const figure = slopeFigure(table, headlineFindings(table));
  if (!figure) throw new Error('no figure');
  const { spec } = titled(figure, table, 'runs');
  const { text } = spec.title as { text: string[] };
  expect(text.join(' ')).toMatch(/^IMDB: Super is ahead of Standard/);
  for (const text of ['"text":"ahead"', '"text":"5 of 5 better"'])
    expect(JSON.stringify(spec)).toContain(text);
});

it('has a plot for every mechanism beside Standard, none for baselines', () => {
  const rows = rowsOf(textTable());
  expect([...new Set(rows.map(({ mechanism }) => mechanism))]).toEqual(['Optimised', 'Efficient', 'Super']);
});

it('there is none without Standard', () => {
  expect(figureOf(tableOf([completeRun('super'), completeRun('efficient')]))).toBeUndefined();
});
