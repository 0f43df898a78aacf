import { expect, it } from 'vitest';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';

const sentence = (table: TrainingTableInput) => buildTrainingTable(table).sentence;

function accuracies(mechanism: string, values: number[]) {
  return values.map((accuracy, seed) => completeRun(mechanism, { seed, test: { loss: 0.5, accuracy } }));
}

it('says that the best differs from Standard, and by both p values', () => {
  expect(sentence(tableOf(gridOfRuns()))).toMatch(
    /^With 4 heads, Super has the highest test accuracy: 76\.45 ± 0\.43 % over 5 seeds; Super − Standard is \+\d\.\d\d percentage points, decided \(p < 0\.001, corrected p [<=] 0\.0\d\d over 6 data sets × 1 mechanism\)\.$/,
  );
});

it('says that a difference is open', () => {
  const runs = [...accuracies('standard', [0.7, 0.75, 0.7]), ...accuracies('super', [0.76, 0.7, 0.74])];
  expect(sentence(tableOf(runs))).toMatch(
    /; Super − Standard is \+1\.67 percentage points, open \(p = 0\.\d+, corrected p = 1\.000 over 6 data sets × 1 mechanism\)\.$/,
  );
});

it('sets the second against Standard where Standard is best', () => {
  const runs = [...accuracies('standard', [0.76, 0.7, 0.74]), ...accuracies('efficient', [0.7, 0.75, 0.7])];
  expect(sentence(tableOf(runs))).toMatch(
    /^With 4 heads, Standard has the highest test accuracy: .*; Efficient − Standard is −1\.67 percentage points, open \(.* over 6 data sets × 2 mechanisms\)\.$/,
  );
});

it('says when nothing can be tested, compared or shown', () => {
  const one = [...accuracies('standard', [0.7]), ...accuracies('super', [0.76])];
  expect(sentence(tableOf(one))).toBe(
    'With 4 heads, Super has the highest test accuracy: 76.00 % over 1 seed; with fewer than three seeds in common, Super − Standard can’t be tested.',
  );
  expect(sentence(tableOf(accuracies('super', [0.76])))).toBe(
    'With 4 heads, Super has a test accuracy of 76.00 % over 1 seed; nothing to compare it with yet.',
  );
  expect(sentence(tableOf([]))).toBe('No run with 4 heads has a test accuracy yet.');
});

it('names mechanisms that are level', () => {
  const runs = [...accuracies('standard', [0.7, 0.71, 0.72]), ...accuracies('super', [0.72, 0.71, 0.7])];
  expect(sentence(tableOf(runs))).toMatch(/: 71\.00 ± 1\.00 % over 3 seeds, level with (Super|Standard)\.$/);
});
