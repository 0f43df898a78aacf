import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '@better-attention/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadExperiment } from '../../src/tables/load-table.js';
import type { MeasureOptions } from '../../src/tables/table.js';
import { trainingTable } from '../../src/tables/training.js';
import { workspace } from '../workspace.js';

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

  it.each<[string, MeasureOptions, RunRecord, string[]]>([
    ['nothing', {}, record, []],
    ['the engine that recorded it', { engine: 'onnx', device: 'cpu' }, record, []],
    ['another engine', { engine: 'wasm' }, record, ['standard', 'super']],
    ['parameters, where they are not kept', { keepParameters: true }, record, ['standard']],
    ['parameters of a failed run, which has none', { keepParameters: true }, failed, []],
  ])('where that is %s', async (_, options, recorded, lacking) => {
    const elsewhere = { ...workspace, recordsFolder: () => folder };
    const table = trainingTable(
      elsewhere,
      await loadExperiment(workspace, 'imdb', { preset: 'sample', seeds: 1 }),
    );
    const session = await table.open(options);
    const units = table.plan().filter(({ run }) => ['standard', 'super'].includes(run.mechanism));
    expect(units.filter((unit) => session.lacks(unit, recorded)).map(({ run }) => run.mechanism)).toEqual(
      lacking,
    );
  });
});
