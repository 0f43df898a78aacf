import { expect, it } from 'vitest';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';

const sentence = (table: TrainingTableInput) => buildTrainingTable(table).sentence;

function accuracies(mechanism: string, values: number[]) {
  return values.map((accuracy, seed) => completeRun(mechanism, { seed, test: { loss: 0.5, accuracy } }));
}

it('says how far every mechanism lies from Standard, with the interval', () => {
  expect(sentence(tableOf(gridOfRuns()))).toMatch(
    /^With 4 heads, Standard’s mean test accuracy is 72\.\d\d %\. Differences from it, in percentage points: Optimised [−+]\d\.\d\d \([−+]\d\.\d\d to [−+]\d\.\d\d\), Efficient .* and Super \+\d\.\d\d \(\+\d\.\d\d to \+\d\.\d\d\), with 95 % intervals over 5 seeds\.$/,
  );
  const runs = [...accuracies('standard', [0.7, 0.75, 0.7]), ...accuracies('super', [0.76, 0.7, 0.74])];
  expect(sentence(tableOf(runs))).toBe(
    'With 4 heads, Standard’s mean test accuracy is 71.67 %. Differences from it, in percentage points: Super +1.67 (−12.89 to +16.22), with 95 % intervals over 3 seeds.',
  );
});

it('says of many mechanisms which lie farthest off', () => {
  const runs = ['a', 'b', 'c', 'd', 'e'].flatMap((name, at) => accuracies(name, [0.7 + at / 100]));
  const said = sentence(tableOf([...accuracies('standard', [0.72]), ...runs]));
  expect(said).toContain(
    'Differences from it, in percentage points: of 5 mechanisms from A −2.00 to E +2.00 over 1 seed',
  );
});

it('counts the seeds that are shared, and leaves baselines out', () => {
  const runs = [
    ...accuracies('standard', [0.7, 0.75, 0.7, 0.72]),
    ...accuracies('super', [0.76, 0.7, 0.74]),
    ...accuracies('efficient', [0.76, 0.7, 0.74, 0.7]),
    ...accuracies('linformer', [0.76, 0.7, 0.74]),
  ];
  const said = sentence(tableOf(runs, { baselines: ['linformer'] }));
  expect(said).toContain('intervals over 3 to 4 seeds');
  expect(said).not.toContain('Linformer');
});

it('says when nothing can be tested, compared or shown', () => {
  const one = [...accuracies('standard', [0.7]), ...accuracies('super', [0.76])];
  expect(sentence(tableOf(one))).toBe(
    'With 4 heads, Standard’s mean test accuracy is 70.00 %. Differences from it, in percentage points: Super +6.00 over 1 seed; fewer than three carry no interval and no test.',
  );
  expect(sentence(tableOf(accuracies('super', [0.76])))).toBe(
    'Mean test accuracy with 4 heads: Super 76.00 % over 1 seed; nothing to compare with yet.',
  );
  expect(sentence(tableOf([]))).toBe('Not measured.');
});

it('compares nothing where the runs used different data', () => {
  const [standard, other] = [...accuracies('standard', [0.7]), ...accuracies('super', [0.76])];
  const apart = { ...other, data: { ...other?.data, contents: 'cd'.repeat(32) } } as typeof other;
  expect(sentence(tableOf([standard, apart].flatMap((run) => run ?? [])))).toMatch(
    /^Mean test accuracy with 4 heads: .*; the runs used different data, so that nothing is compared\.$/,
  );
});
