import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultsOf } from '../../packages/experiment/src/launchers/results.js';
import type { UnitStatus } from '../../packages/experiment/src/launchers/unit-status.js';
import { type Cluster, missingPrograms, startCluster, withoutSlurm } from './cluster.js';
import { type ImdbWorkspace, imdbWorkspace } from './imdb-workspace.js';

const missing = missingPrograms();

/** Units of the preset `sample`. */
const UNITS = 12;

/** Tasks that are held until half of what is left is cancelled: runs are short, and might be over before. */
const HELD = [6, 7, 8, 9, 10, 11].map((task) => `1_${task}`);

/** Steps that each take up where the one before has ended. */
describe.skipIf(missing.length > 0)(`IMDB’s sample as a job array${withoutSlurm(missing)}`, () => {
  let cluster: Cluster;
  let launched: ImdbWorkspace;
  let local: ImdbWorkspace;
  let localRun: Promise<string>;

  beforeAll(async () => {
    cluster = await startCluster();
    launched = await imdbWorkspace(cluster.environment);
    local = await imdbWorkspace(process.env);
    localRun = local.run('train', 'imdb', '--threads', '1');
  });
  afterAll(async () => {
    await localRun?.catch(() => {});
    await cluster?.stop();
    for (const workspace of [launched, local]) await workspace?.remove();
  }, 200_000);

  async function status(): Promise<UnitStatus[]> {
    return JSON.parse(await launched.run('launch', 'status', 'imdb', '--json'));
  }

  /** The task whose unit a node trains, as `1_3`, once it has begun. */
  async function trainingOn(node: string): Promise<string> {
    for (;;) {
      const [task = ''] = (await cluster.run('squeue', '-h', '-t', 'R', '-w', node, '-o', '%i')).split('\n');
      const log = task && (await logOf(task));
      if (log.endsWith(' to train\n')) return task;
      await wait(100);
    }
  }

  const logOf = (task: string) =>
    readFile(join(launched.folder, 'logs', `slurm-${task.replace('_', '-')}.log`), 'utf8').catch(() => '');

  async function ended(): Promise<void> {
    while ((await cluster.run('squeue', '-h')) !== '') {
      await cluster.hurry();
      await wait(500);
    }
  }

  it('is submitted once', async () => {
    const train = ['train', 'imdb', '--threads', '1', '--launcher', 'slurm', '--slurm=--time=15 --mem=2G'];
    expect(await launched.run(...train)).toMatch(
      /: 12 runs submitted as job 1, each with 1 core, .*--time=15/,
    );
    for (const task of HELD) await cluster.run('scontrol', 'hold', task);
    expect(await launched.run(...train)).toMatch(/nothing to submit, \d+ queued or running, \d recorded/);
    expect(await cluster.run('scontrol', 'show', 'job', '1_11')).toMatch(
      /Requeue=1.*TimeLimit=00:15:00.*NumCPUs=1.*mem=2G/s,
    );
  }, 60_000);

  it('is trained on by another task where a node is lost, and where a task is asked to stop', async () => {
    const lost = await trainingOn('node1');
    await cluster.killNode('node1');
    expect(await status()).toContainEqual({ unit: expect.any(String), task: lost, state: 'requeued' });
    cluster.startNode('node1');
    const stopped = await trainingOn('node2');
    // scancel tries on for a minute and a half, as the task is on its way back into the queue.
    await cluster.run('timeout', '1', 'scancel', '--batch', '--signal=TERM', stopped).catch(() => {});
    await expect.poll(() => logOf(stopped), { timeout: 60_000 }).toMatch(/ will start again\n/);
    await cluster.hurry();
  }, 120_000);

  it('is cancelled by halves, and the rest goes on', async () => {
    const live = (await status()).filter(({ state }) => ['pending', 'requeued', 'running'].includes(state));
    const half = live.slice(-Math.ceil(live.length / 2)).map(({ unit }) => unit);
    const units = half.flatMap((unit) => ['--unit', unit]);
    expect(await launched.run('launch', 'cancel', 'imdb', ...units)).toContain(
      `cancelled ${half.length} run`,
    );
    for (const task of HELD) await cluster.run('scontrol', 'release', task).catch(() => {});
    await ended();
    const after = await status();
    expect(after.filter(({ unit }) => half.includes(unit)).map(({ state }) => state)).toEqual(
      half.map(() => 'cancelled'),
    );
    expect(after.filter(({ unit }) => !half.includes(unit)).map(({ state }) => state)).toEqual(
      Array.from({ length: UNITS - half.length }, () => 'recorded'),
    );
    await expect(launched.run('launch', 'collect', 'imdb')).rejects.toThrow(/\d runs? of 12 not recorded/);
  }, 180_000);

  it('is complete after another try, with the records of a local training bit for bit', async () => {
    expect(await launched.run('launch', 'retry', 'imdb')).toMatch(/runs? submitted as job \d+, .*--mem=2G/);
    await ended();
    await localRun;
    const trained = [...(await launched.records())].map(([file, record]) => [file, resultsOf(record)]);
    const expected = [...(await local.records())].map(([file, record]) => [file, resultsOf(record)]);
    expect(trained).toHaveLength(UNITS);
    expect(trained).toEqual(expected);
    expect(await launched.run('launch', 'collect', 'imdb', '--from', local.folder)).toMatch(
      /^copied 0 records from .*; 12 were here already\n.*: 12 of 12 runs recorded\n/,
    );
  }, 180_000);
});
