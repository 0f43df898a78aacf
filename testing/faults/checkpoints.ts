import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { recordsFolder } from '../tiny-workspace.js';
import type { Training } from './training.js';

/** The checkpoints that are kept of the tiny table's runs, the newest last. */
export async function checkpointsIn(workspace: string): Promise<string[]> {
  const folder = join(recordsFolder(workspace), 'unfinished');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith('.safetensors'));
  return files.map((name) => join(folder, name)).sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
}

/** Waits until the checkpoints are as asked for. @throws Error with what the training printed when it ends before */
export async function untilCheckpoints(
  training: Training,
  workspace: string,
  areEnough: (files: readonly string[]) => boolean,
): Promise<string[]> {
  for (;;) {
    const files = await checkpointsIn(workspace);
    if (areEnough(files)) return files;
    const over = await Promise.race([setTimeout(20), training.ended]);
    if (over !== undefined) throw new Error(`the training ended before it had checkpoints:\n${over.output}`);
  }
}
