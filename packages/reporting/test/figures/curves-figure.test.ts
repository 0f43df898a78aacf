import { expect, it } from 'vitest';
import { curvesFigure } from '../../src/figures/curves-figure.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, failedRun, gridOfRuns, tableOf } from '../runs.js';

interface CurveRow {
  readonly kind: 'mean' | 'seed';
  readonly mechanism: string;
  readonly epoch: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly record?: string;
}

function figureOf(input: TrainingTableInput) {
  const figure = curvesFigure(buildTrainingTable(input));
  if (!figure) throw new Error('no figure');
  return { ...figure, rows: (figure.spec.data as { values: CurveRow[] }).values };
}

/** A run of these validation accuracies. */
function runOf(mechanism: string, seed: number, accuracies: readonly number[]) {
  const epochs = accuracies.map((accuracy, index) => ({
    epoch: index + 1,
    trainSeconds: 1,
    train: { loss: 0.5, accuracy: 0.5 },
    validation: { loss: 0.5, accuracy },
  }));
  return completeRun(mechanism, { seed, epochs, bestEpoch: accuracies.indexOf(Math.max(...accuracies)) + 1 });
}

const early = [runOf('standard', 0, [0.5, 0.75, 0.5]), runOf('standard', 1, [0.25, 0.5, 0.375])];

it('has the mean of an epoch and the seeds that lie furthest from it', () => {
  const { rows } = figureOf(tableOf(early));
  const means = rows.filter(({ kind }) => kind === 'mean');
  expect(means.map(({ epoch, value, low, high }) => [epoch, value, low, high])).toEqual([
    [1, 37.5, 25, 50],
    [2, 62.5, 50, 75],
    [3, 43.75, 37.5, 50],
  ]);
});

it('marks the epoch that each run is tested at, and no run that failed', () => {
  const failed = failedRun('standard', { seed: 2, epochs: early[0]?.epochs.slice(0, 1) ?? [] });
  const { rows } = figureOf(tableOf([...early, failed]));
  expect(rows.filter(({ kind }) => kind === 'seed').map(({ epoch, record }) => [epoch, record])).toEqual([
    [2, 'standard-h4-seed0.json'],
    [2, 'standard-h4-seed1.json'],
  ]);
});

it('says in its title whether runs end before they have converged', () => {
  expect(figureOf(tableOf(early)).finding).toBe('every run is best before its last epoch, at epoch 2 of 3');
  const late = runOf('super', 0, [0.25, 0.5, 0.75]);
  expect(figureOf(tableOf([...early, late])).finding).toBe(
    '1 of 3 runs is best at the last epoch: longer training may help',
  );
});

it('names what is there alone', () => {
  const [several, one, alone] = [
    tableOf(gridOfRuns({ seeds: 3 })),
    tableOf([runOf('super', 0, [0.5, 0.6]), runOf('efficient', 0, [0.5, 0.6])]),
    tableOf(early),
  ].map((table) => figureOf(table).caption);
  expect(several).toContain('means over 3 seeds. Bands');
  expect(several).toContain('Dashes: Standard’s mean.');
  expect(one).toContain('Lines: one seed each.');
  expect(one).not.toMatch(/Bands|Dashes/);
  expect(alone).not.toContain('Dashes');
});
