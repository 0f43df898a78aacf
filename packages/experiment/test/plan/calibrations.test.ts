import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calibrate, uncalibrated } from '../../src/plan/calibrate.js';
import { addCalibration, calibratedEstimate, readCalibrations } from '../../src/plan/calibrations.js';
import type { Executor } from '../../src/plan/estimate.js';
import { executorOf } from '../../src/plan/executor.js';
import { estimateTable } from '../../src/plan/plan-table.js';
import { loadTable } from '../../src/tables/load-table.js';
import { recordsIn, workspace } from '../workspace.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calibrations '));
});
afterEach(() => rm(folder, { recursive: true }));

const executor: Executor = {
  machine: { processor: 'p', cores: 4 },
  engine: 'onnx',
  device: 'cpu',
  threads: 4,
};
const origin = { executor, packages: 'sources' };
const calibration = {
  preparation: 3,
  threads: 2,
  costs: [
    { what: 'preparing', times: 1, seconds: 2 },
    { what: 'step', times: 100, seconds: 0.5 },
  ],
  memoryBytes: 1e9,
};

describe('calibrations', () => {
  it('of one executor and of the same sources are read back', async () => {
    await addCalibration({ folder }, origin, ['one', calibration]);
    await addCalibration({ folder }, origin, ['two', { ...calibration, threads: 1 }]);
    const found = await readCalibrations({ folder }, origin);
    expect(found).toEqual(
      new Map([
        ['one', calibration],
        ['two', { ...calibration, threads: 1 }],
      ]),
    );
    const other = { ...executor, threads: 1 };
    expect(await readCalibrations({ folder }, { ...origin, executor: other })).toEqual(new Map());
    expect(await readCalibrations({ folder }, { ...origin, packages: 'newer' })).toEqual(new Map());
  });

  it('that can’t be read count as none', async () => {
    await addCalibration({ folder }, origin, ['one', calibration]);
    const [file = ''] = await readdir(join(folder, 'calibrations'));
    for (const damaged of ['', '{', '{"version":2}']) {
      await writeFile(join(folder, 'calibrations', file), damaged);
      expect(await readCalibrations({ folder }, origin)).toEqual(new Map());
    }
  });

  it('let expect what they add up to', () => {
    expect(calibratedEstimate(calibration, executor)).toEqual({
      preparation: 3,
      measuring: 52,
      memoryBytes: 1e9,
      basis: { kind: 'calibrated', processor: 'p', cores: 4, threads: 2 },
    });
  });
});

describe('a table', () => {
  it('is calibrated once a configuration, in a process of its own, and estimated by that', async () => {
    const own = recordsIn(folder);
    const here = executorOf({ threads: 1 });
    const table = await loadTable(own, 'imdb', { preset: 'sample' });
    const before = await estimateTable(own, table, here);
    const unknown = uncalibrated(before, here);
    expect(unknown.map(({ unit }) => unit.name)).toEqual(
      ['standard', 'optimised', 'efficient', 'super'].map((name) => `${name} 4 heads seed 0`),
    );
    const [first] = unknown;
    if (first === undefined) throw new Error('nothing to calibrate');
    await calibrate(first, {
      workspace: own,
      executor: here,
      measure: { threads: 1 },
      signal: new AbortController().signal,
    });

    const after = await estimateTable(own, table, here);
    expect(uncalibrated(after, here).map(({ unit }) => unit.columns[0])).toEqual([
      'optimised',
      'efficient',
      'super',
    ]);
    const estimates = after.units.filter(({ estimate }) => estimate !== undefined);
    expect(estimates.map(({ unit }) => unit.name)).toEqual(
      [0, 1, 2].map((seed) => `standard 4 heads seed ${seed}`),
    );
    expect(estimates[0]?.estimate).toMatchObject({ basis: { kind: 'calibrated', threads: 1 } });
    expect(estimates[0]?.estimate?.measuring).toBeGreaterThan(0.1);
    expect(estimates[0]?.estimate?.memoryBytes).toBeGreaterThan(5e7);
  });

  it('whose process fails is told why', async () => {
    const table = await loadTable(workspace, 'imdb', { preset: 'sample' });
    const [unit] = table.plan();
    if (unit === undefined) throw new Error('no unit');
    const wrong = { ...unit, configuration: {} };
    await expect(
      calibrate(
        { table, unit: wrong },
        { workspace, executor, measure: {}, signal: new AbortController().signal },
      ),
    ).rejects.toThrow('imdb, preset sample: no unit of the configuration');
  });

  it('is given up when somebody stops it', async () => {
    const table = await loadTable(workspace, 'imdb', { preset: 'sample' });
    const [unit] = table.plan();
    if (unit === undefined) throw new Error('no unit');
    const controller = new AbortController();
    const calibrating = calibrate(
      { table, unit },
      { workspace, executor, measure: {}, signal: controller.signal },
    );
    setTimeout(() => controller.abort(new Error('stopped')), 300);
    await expect(calibrating).rejects.toThrow('stopped');
  });
});
