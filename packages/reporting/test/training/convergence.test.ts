import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../src/claims/claims.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, failedRun, gridOfRuns, tableOf } from '../runs.js';

const runs = gridOfRuns().map((run) => ({ ...run, bestEpoch: 3 }));
const last = runs.map((run) =>
  run.mechanism === 'super' && run.seed < 2 ? { ...run, bestEpoch: run.epochs.length } : run,
);

describe('runs whose best epoch is the last', () => {
  it('are counted in their row, said in a remark', () => {
    const { model } = buildTrainingTable(tableOf([...last, failedRun('efficient', { seed: 9 })]));
    const at = model.columns.findIndex(({ id }) => id === 'unconverged');
    expect(model.rows.map(({ id, cells }) => [id, cells[at]?.text])).toEqual([
      ['standard-h4', '0'],
      ['optimised-h4', '0'],
      ['efficient-h4', '0'],
      ['super-h4', '2'],
    ]);
    expect(model.rows.at(-1)?.cells[at]?.runs).toEqual(['super-h4-seed0.json', 'super-h4-seed1.json']);
    expect(model.remarks[0]).toMatch(
      /^Not converged: the best epoch is the last in 2 of 20 runs\. More epochs/,
    );
  });

  it('are said of findings on metrics that rest on them, and mark the verdict', () => {
    const claims = claimsOf([buildTrainingTable(tableOf(last))]);
    const [parameters, , like, ahead] = claims;
    expect(ahead?.tables[0]).toMatchObject({ unconverged: true, findings: [{ unconverged: 2 }] });
    expect(ahead?.tables[0]?.sentence).toMatch(
      /Not converged: the best epoch is the last in 2 of 10 runs\.$/,
    );
    expect(like?.tables[0]?.unconverged).toBe(false);
    expect(parameters?.tables[0]?.unconverged).toBe(false);
    expect(claims.at(-1)?.tables[0]?.unconverged).toBe(true);
  });

  it('are none where all have converged', () => {
    const { model } = buildTrainingTable(tableOf(runs));
    expect(model.remarks).toEqual([]);
    const single = completeRun('super', { bestEpoch: 1, epochs: completeRun('super').epochs.slice(0, 1) });
    expect(buildTrainingTable(tableOf([single])).model.remarks.join()).toContain('1 of 1 run.');
  });
});
