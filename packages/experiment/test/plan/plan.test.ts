import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimant } from '@better-attention/files';
import { median } from '@better-attention/statistics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summaryLines, tableLines } from '../../src/command/plan-text.js';
import type { Executor } from '../../src/plan/estimate.js';
import { documentOf, type PlanUnit, planDocument } from '../../src/plan/plan-document.js';
import { estimateTable } from '../../src/plan/plan-table.js';
import { loadExperiment, loadTable } from '../../src/tables/load-table.js';
import { loadTables } from '../../src/tables/load-tables.js';
import { trainingTable } from '../../src/tables/training.js';
import { recordsIn, workspace } from '../workspace.js';

const EXECUTOR: Executor = {
  machine: { processor: 'AMD EPYC', cores: 2 },
  engine: 'onnx',
  device: 'cpu',
  threads: 2,
};
const COMMITTED = join(workspace.root, 'experiments/imdb/runs/paper');

describe('the plan of every table', () => {
  it.each(['sample', 'cpu', 'paper'])(
    'of preset %s is a valid document and fits 80 columns',
    async (preset) => {
      const tables = await loadTables(workspace, { preset });
      const plan = await Promise.all(tables.map((table) => estimateTable(workspace, table, EXECUTOR)));
      const document = documentOf(preset, plan, EXECUTOR);
      expect(planDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
      expect(document.units.length).toBe(tables.flatMap((table) => table.plan()).length);
      expect(new Set(document.units.map(({ id }) => id)).size).toBe(document.units.length);
      expect(document.totals.left).toBe(document.units.filter(({ left }) => left).length);
      const lines = [true, false].flatMap((all) => [
        ...summaryLines(workspace, preset, plan),
        ...plan.flatMap((table) => tableLines(workspace, table, { all })),
      ]);
      const commands = /^(estimate|start|each of them): /;
      expect(lines.filter((line) => line.length > 80 && !commands.test(line))).toEqual([]);
    },
  );

  it('has a line for each configuration of many units, and each unit where all are asked for', async () => {
    const table = await loadTable(workspace, 'imdb', { preset: 'paper' });
    const plan = await estimateTable(workspace, table, EXECUTOR);
    const few = tableLines(workspace, plan);
    const recorded = plan.units.filter(({ unit, isLeft }) => unit.columns[0] === 'super' && !isLeft);
    expect(recorded.length).toBeGreaterThan(25);
    expect(few.length).toBeLessThan(60);
    expect(few).toContainEqual(expect.stringMatching(/^ {2}super +4 heads {2}25 of 25$/));
    expect(few).toContain('each of them: npx pnpm better-attention plan imdb --preset paper --units');
    const all = tableLines(workspace, plan, { all: true });
    expect(all.filter((line) => / heads +seed /.test(line))).toHaveLength(plan.units.length);
  });

  it('rests on the committed records where the machine is theirs', async () => {
    const plan = await estimateTable(
      workspace,
      await loadTable(workspace, 'imdb', { preset: 'paper' }),
      EXECUTOR,
    );
    const records = plan.units.flatMap(({ record, unit }) =>
      record && /^super-h4-seed/.test(unit.file) ? record : [],
    );
    const spans = records.map(
      ({ startedAt, finishedAt }) => (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000,
    );
    expect(spans.length).toBeGreaterThanOrEqual(25);
    const unit = documentOf('paper', [plan], EXECUTOR).units.find(
      ({ id }) => id === 'imdb/paper/super-h4-seed0',
    );
    expect(unit).toMatchObject({
      table: 'imdb',
      preset: 'paper',
      name: 'super 4 heads seed 0',
      left: false,
      seconds: expect.closeTo(median(spans), 1),
      memoryBytes: Math.max(
        ...records.map((record) => ('peakMemoryBytes' in record ? record.peakMemoryBytes : 0)),
      ),
      basis: { kind: 'recorded', processor: 'AMD EPYC', cores: 2, threads: 1 },
    });
  });
});

it('other starts take as long, and parts of the examples less', async () => {
  const experiment = await loadExperiment(workspace, 'imdb', { preset: 'paper' });
  const ablation = { start: ['identity' as const], trainSizes: [2_000, 20_000] };
  const table = trainingTable(workspace, { ...experiment, pilotSeeds: 0, ablation });
  const plan = await estimateTable(workspace, table, EXECUTOR);
  const secondsOf = (name: string) =>
    documentOf('paper', [plan], EXECUTOR).units.find(({ id }) => id === `imdb/paper/${name}`)?.seconds ?? 0;
  const whole = secondsOf('super-h4-seed0');
  expect(secondsOf('super-h4-identity-seed0')).toBe(whole);
  const [few, more] = [2_000, 20_000].map((size) => secondsOf(`super-h4-identity-train${size}-seed0`));
  expect(few).toBeGreaterThan(0);
  expect(few).toBeLessThan(whole / 3);
  expect(more).toBeGreaterThan(whole / 2);
  expect(more).toBeLessThan(whole);
});

describe('a unit', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plan '));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** The units of IMDB's sample, the records lying in the folder. */
  async function planned(): Promise<PlanUnit[]> {
    const table = await loadTable(recordsIn(folder), 'imdb', { preset: 'paper', seeds: 1 });
    const plan = await estimateTable(recordsIn(folder), table, EXECUTOR);
    return documentOf('paper', [plan], EXECUTOR).units;
  }
  const stateOf = async (name: string) =>
    (await planned()).find(({ id }) => id === `imdb/paper/${name}`) as PlanUnit;

  it('is missing where there is nothing', async () => {
    expect(await stateOf('super-h4-seed0')).toMatchObject({ state: 'missing', left: true, seconds: null });
  });

  it('is running while a living process holds it, and says who, where and since when', async () => {
    const claim = await claimant().tryClaim(join(folder, 'unfinished/super-h4-seed0'));
    const unit = await stateOf('super-h4-seed0');
    expect(unit).toMatchObject({
      state: 'running',
      left: true,
      holder: { host: hostname(), pid: process.pid },
    });
    expect(Date.parse(unit.state === 'running' ? unit.holder.since : '')).toBeLessThanOrEqual(Date.now());
    await claim?.finish();
    expect(await stateOf('super-h4-seed0')).toMatchObject({ state: 'missing' });
  });

  it('is unfinished where its process let go of it or died, and something is kept', async () => {
    const claim = await claimant().tryClaim(join(folder, 'unfinished/super-h4-seed0'));
    await claim?.write('checkpoint.safetensors', 'checkpoint');
    await claim?.release();
    expect(await stateOf('super-h4-seed0')).toMatchObject({ state: 'unfinished', left: true });

    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const holder = {
      host: hostname(),
      space: '',
      pid: child.pid,
      start: '',
      since: '2026-01-01T00:00:00.000Z',
    };
    const { space } = JSON.parse(
      await readFile(
        join((await claimant().tryClaim(join(folder, 'x')))?.folder ?? '', 'holder.json'),
        'utf8',
      ),
    );
    const dead = join(folder, 'unfinished/standard-h4-seed0/token');
    await mkdir(dead, { recursive: true });
    await writeFile(join(dead, 'holder.json'), JSON.stringify({ ...holder, space }));
    expect(await stateOf('standard-h4-seed0')).toMatchObject({ state: 'missing' });
    await writeFile(join(dead, 'checkpoint.safetensors'), '');
    expect(await stateOf('standard-h4-seed0')).toMatchObject({ state: 'unfinished' });
  });

  it('is failed with its error where its record says so, and not left', async () => {
    const file = 'super-h4-seed0.json';
    await copyFile(join(COMMITTED, file), join(folder, file));
    const ofComplete =
      /^(bestEpoch|test|trainSeconds|inference|parameters|matmulsPerHead|peakMemory|attention)/;
    const recorded = JSON.parse(await readFile(join(folder, file), 'utf8'));
    const rest = Object.fromEntries(Object.entries(recorded).filter(([key]) => !ofComplete.test(key)));
    const packages = (await workspace.sources((await loadTable(workspace, 'imdb', { preset: 'paper' })).code))
      .packages;
    const failed = {
      ...rest,
      source: { ...recorded.source, packages },
      status: 'failed',
      error: 'the loss is not finite',
    };
    await writeFile(join(folder, file), JSON.stringify(failed));
    expect(await stateOf('super-h4-seed0')).toMatchObject({
      state: 'failed',
      left: false,
      error: 'the loss is not finite',
      seconds: null,
    });
  });
});
