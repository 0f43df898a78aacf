import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '@better-attention/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadExperiment } from '../../src/tables/load-table.js';
import type { MeasureOptions } from '../../src/tables/table.js';
import { pendingUnits } from '../../src/tables/table-state.js';
import { trainingTable } from '../../src/tables/training.js';
import { recordsIn, workspace } from '../workspace.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runs '));
  await mkdir(join(folder, 'parameters'));
  await writeFile(join(folder, 'parameters/super-h4-seed0.safetensors'), '');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a record lacks what is asked for', () => {
  const record = { status: 'complete', engine: { name: 'onnx', device: 'cpu' } } as RunRecord;
  const failed = { ...record, status: 'failed' } as RunRecord;
  const onCard = { ...record, engine: { name: 'onnx', device: 'cuda' } } as RunRecord;

  it.each<[string, MeasureOptions, RunRecord, string[]]>([
    ['nothing', {}, record, []],
    ['the engine that recorded it', { engine: 'onnx', device: 'cpu' }, record, []],
    ['another engine', { engine: 'wasm' }, record, ['standard', 'super']],
    ['another device', { device: 'cpu' }, onCard, ['standard', 'super']],
    ['parameters, where they are not kept', { keepParameters: true }, record, ['standard']],
    ['parameters of a failed run, which has none', { keepParameters: true }, failed, []],
  ])('where that is %s', async (_, options, recorded, lacking) => {
    const table = trainingTable(
      recordsIn(folder),
      await loadExperiment(workspace, 'imdb', { preset: 'sample', seeds: 1 }),
    );
    const session = await table.open(options);
    const units = table.plan().filter(({ run }) => ['standard', 'super'].includes(run.mechanism));
    expect(units.filter((unit) => session.lacks(unit, recorded)).map(({ run }) => run.mechanism)).toEqual(
      lacking,
    );
  });
});

it('what lacks something is pending beside what is missing', async () => {
  const experiment = await loadExperiment(workspace, 'imdb', { preset: 'paper', seeds: 1 });
  const alone = { ...experiment, baselines: [], ablation: null, pilotSeeds: 0 };
  const table = trainingTable(recordsIn(folder), alone);
  const session = await table.open({ keepParameters: true });
  const record = { status: 'complete', engine: { name: 'onnx', device: 'cpu' } } as RunRecord;
  const units = table.plan().map((unit, at) => {
    const state = at === 0 ? ('missing' as const) : ('done' as const);
    return { unit, state, record: at === 0 ? undefined : record };
  });
  const pending = pendingUnits({ table, units }, { session });
  expect(pending.map(({ unit }) => unit.name)).toEqual([
    'standard 4 heads seed 0',
    'optimised 4 heads seed 0',
    'efficient 4 heads seed 0',
  ]);
});
