import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RandomStream, randomStream } from '../../packages/random/src/index.js';
import { tinyWorkspace } from '../tiny-workspace.js';
import { type Files, recorded } from './recorded.js';
import { startTraining } from './training.js';

/** What every fault is measured with. */
export interface Bench {
  /** A new workspace; all are removed in the end. */
  workspace(): Promise<string>;
  /** What the table records when nothing befalls it. */
  readonly straight: Files;
  /** How long the table took then, in milliseconds: a fault that strikes at random does so within it, on any machine. */
  readonly longest: number;
  readonly random: RandomStream;
  dispose(): Promise<void>;
}

/** What is trained, and with which faults. */
export interface BenchOptions {
  /** The module of its experiment. */
  readonly source: string;
  /** Of the moments of faults. */
  readonly seed: number;
}

/** Trains a tiny table once without faults. */
export async function openBench({ source, seed }: BenchOptions): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'better attention faults '));
  let made = 0;
  const workspace = async () => {
    const path = join(folder, `${made++}`);
    await tinyWorkspace(path, source);
    return path;
  };
  const first = await workspace();
  const training = startTraining(first);
  await training.line(/ to train$/);
  const started = performance.now();
  const { code, output } = await training.ended;
  const longest = performance.now() - started;
  if (code !== 0) throw new Error(`the table could not be trained:\n${output}`);
  return {
    workspace,
    straight: await recorded(first),
    longest,
    random: randomStream(seed),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
