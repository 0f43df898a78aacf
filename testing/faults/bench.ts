import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RandomStream, randomStream } from '../../packages/random/src/index.js';
import { tinyWorkspace } from '../tiny-workspace.js';
import { type Files, recorded } from './recorded.js';
import { trainToEnd } from './training.js';

/** What every fault is measured with. */
export interface Bench {
  /** A new workspace; all are removed in the end. */
  workspace(): Promise<string>;
  /** What the tiny table records when nothing befalls it. */
  readonly straight: Files;
  readonly random: RandomStream;
  dispose(): Promise<void>;
}

/** Trains the tiny table once without faults. */
export async function openBench(seed: number): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'better attention faults '));
  let made = 0;
  const workspace = async () => {
    const path = join(folder, `${made++}`);
    await tinyWorkspace(path);
    return path;
  };
  const first = await workspace();
  const { code, output } = await trainToEnd(first);
  if (code !== 0) throw new Error(`the tiny table could not be trained:\n${output}`);
  return {
    workspace,
    straight: await recorded(first),
    random: randomStream(seed),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
