import { describe, expect, it } from 'vitest';
import { renderRuns } from '../../src/page/runs-part.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { slowEpochs, slowRemarks } from '../../src/training/slow-epochs.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';

const epochs = (...seconds: number[]) =>
  seconds.map((trainSeconds, at) => ({ epoch: at + 1, train: {}, validation: {}, trainSeconds }));

describe('slow epochs', () => {
  it('took more than 1.5 times the median of their run', () => {
    expect(slowEpochs({ epochs: epochs(1, 1, 1.5) })).toEqual([]);
    expect(slowEpochs({ epochs: epochs(1, 1, 1.5, 1.6, 1, 9, 1) })).toEqual([4, 6]);
  });

  it('are counted where they are many, and told run by run', () => {
    const slow = new Map(['a', 'b', 'c', 'd', 'e'].map((file) => [file, [2]]));
    expect(slowRemarks(slow)[0]).toContain(
      'in 5 runs, in epochs of more than 1.5 times their run’s median; the list',
    );
  });

  it('are told of, and the times of their row set in no relation', () => {
    const run = completeRun('super', { seed: 0 });
    const [best] = run.epochs;
    if (!best) throw new Error('no epoch');
    const epochs = [10, 10, 40].map((trainSeconds, at) => ({ ...best, epoch: at + 1, trainSeconds }));
    const others = gridOfRuns().filter(({ mechanism, seed }) => mechanism !== 'super' || seed !== 0);
    const table = buildTrainingTable(
      tableOf([...others, { ...run, epochs, bestEpoch: 1, trainSeconds: 60 }]),
    );
    expect(table.model.remarks).toContain(
      'The machine was disturbed in 1 run, in epochs of more than 1.5 times their run’s median: super-h4-seed0.json (epoch 3). The times of their rows are not set in relation.',
    );
    expect(String(renderRuns(table, (file) => file)?.markup)).toContain('disturbed in epoch 3<');
    const at = table.model.columns.findIndex(({ id }) => id === 'trainSeconds');
    const ratios = table.model.rows
      .filter(({ block }) => block === 'main')
      .map(({ mechanism, cells }) => [mechanism, cells[at]?.relative]);
    expect(Object.fromEntries(ratios).super).toBeUndefined();
    expect(Object.fromEntries(ratios).efficient).toBeGreaterThan(0);
  });
});
