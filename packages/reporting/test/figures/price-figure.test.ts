import { expect, it } from 'vitest';
import { headlineFindings } from '../../src/claims/headline-findings.js';
import { priceFigure } from '../../src/figures/price-figure.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';

function figureOf(input: TrainingTableInput) {
  const table = buildTrainingTable(input);
  const figure = priceFigure(table, headlineFindings(table));
  return { table, figure };
}

it('has each mechanism’s share of Standard’s attention parameters beside the difference with its interval', () => {
  const { table, figure } = figureOf(tableOf(gridOfRuns()));
  if (!figure) throw new Error('no figure');
  const { values } = figure.spec.data as { values: Record<string, number>[] };
  expect(values.map(({ mechanism, share }) => [mechanism, Number(share?.toFixed(3))])).toEqual([
    ['Optimised', 0.75],
    ['Efficient', 0.5],
    ['Super', 0.742],
  ]);
  const tests = table.differences.map(({ comparison }) => comparison?.test);
  expect(values.map(({ value, low, high }) => [value, low, high])).toEqual(
    tests.map((test) => [test?.mean, ...(test?.interval ?? [])]),
  );
});

it('says in its title what the smallest gives', () => {
  const { figure } = figureOf(tableOf(gridOfRuns()));
  expect(figure?.finding).toMatch(
    /^with 0\.50 times Standard’s attention parameters, Efficient is (open beside|as good as|behind|ahead of) Standard$/,
  );
});

it('names the margin where there is one alone', () => {
  const { equivalence: _, ...without } = tableOf(gridOfRuns());
  expect(figureOf(tableOf(gridOfRuns())).figure?.caption).toContain('margin of ± 1 percentage points');
  expect(figureOf(without).figure?.caption).not.toContain('margin');
});

it('there is none without Standard', () => {
  expect(figureOf(tableOf([completeRun('super'), completeRun('efficient')])).figure).toBeUndefined();
});
