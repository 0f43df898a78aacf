import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RUNS, type RunRecord, readRecords } from '@better-attention/records';
import { afterAll } from 'vitest';
import type { Training } from '../../../../testing/faults/training.js';
import { TINY, tinyWorkspace } from '../../../../testing/tiny-workspace.js';

const made: string[] = [];

/** A new workspace with the tiny table, removed after the tests; `change` alters the source of its experiment. */
export async function newWorkspace(change: (source: string) => string = (source) => source): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'better attention '));
  made.push(folder);
  await tinyWorkspace(folder);
  const experiment = join(folder, 'experiments', TINY, 'experiment.js');
  await writeFile(experiment, change(await readFile(experiment, 'utf8')));
  return folder;
}

afterAll(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** The folder of the tiny table's records. */
export const recordsFolder = (workspace: string): string =>
  join(workspace, 'experiments', TINY, 'runs', 'sample');

/** The records of the tiny table by their files. */
export const recordsOf = (workspace: string): Promise<Map<string, RunRecord>> =>
  readRecords(recordsFolder(workspace), RUNS);

/** The checkpoints that are kept of the tiny table's runs. */
async function checkpointsIn(workspace: string): Promise<string> {
  const folder = join(recordsFolder(workspace), 'unfinished');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names
    .map((name) => name.split('/').at(-1))
    .filter((name) => name?.endsWith('.safetensors'))
    .sort()
    .join();
}

/** Starts a training and resolves once it has kept a checkpoint that wasn't there before. */
export async function untilCheckpoint(workspace: string, start: () => Training): Promise<Training> {
  const before = await checkpointsIn(workspace);
  const training = start();
  let over = false;
  void training.ended.then(() => {
    over = true;
  });
  while (!over && ['', before].includes(await checkpointsIn(workspace))) await setTimeout(20);
  if (over) throw new Error(`the training ended without a checkpoint:\n${(await training.ended).output}`);
  return training;
}
