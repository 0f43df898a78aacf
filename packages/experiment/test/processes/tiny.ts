import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { RUNS, type RunRecord, readRecords } from '@better-attention/records';
import { afterAll } from 'vitest';
import { checkpointsIn, untilCheckpoints } from '../../../../testing/faults/checkpoints.js';
import type { Training } from '../../../../testing/faults/training.js';
import { recordsFolder, TINY, tinyWorkspace } from '../../../../testing/tiny-workspace.js';

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

/** The records of the tiny table by their files. */
export const recordsOf = (workspace: string): Promise<Map<string, RunRecord>> =>
  readRecords(recordsFolder(workspace), RUNS);

/** Starts a training and resolves once it has kept a checkpoint that wasn't there before. */
export async function untilCheckpoint(workspace: string, start: () => Training): Promise<Training> {
  const namesOf = (files: readonly string[]) => files.map((file) => basename(file)).join();
  const before = namesOf(await checkpointsIn(workspace));
  const training = start();
  await untilCheckpoints(training, workspace, (files) => !['', before].includes(namesOf(files)));
  return training;
}
