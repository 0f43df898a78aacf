import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MachineRecord, SourceRecord } from '@better-attention/records';
import { sha256 } from '../support/fingerprint.js';

/** The sources that determine what a training run measures, below `packages`. */
export const TRAINED_CODE: readonly string[] = [
  'webassembly/src',
  'random/src',
  'attention/src',
  'models/src',
  'bleu/src',
  'statistics/src',
  'datasets/src',
  'tfjs-onnx/src',
  'training/src',
  'experiment/src/recipes',
  'experiment/src/layers',
];

/** As above, of what counts and times single layers. */
export const LAYER_CODE: readonly string[] = [
  'webassembly/src',
  'random/src',
  'attention/src',
  'statistics/src',
  'tfjs-onnx/src',
  'experiment/src/layers',
];

/** As above, of what times steps of whole models. */
export const SPEED_CODE: readonly string[] = [
  'webassembly/src',
  'random/src',
  'attention/src',
  'models/src',
  'statistics/src',
  'tfjs-onnx/src',
  'training/src',
  'experiment/src/recipes',
  'experiment/src/speed',
];

/** This machine, as a run record describes it. */
export function describeMachine(): MachineRecord {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: `${platform()} ${release()}`,
    node: process.version,
  };
}

/** The sources that run: commit, packages, lockfile. */
export async function describeSources(root: string, code: readonly string[]): Promise<SourceRecord> {
  const [commit, changes, packages, lockfile] = await Promise.all([
    git(root, 'rev-parse', 'HEAD'),
    git(root, 'status', '--porcelain', '--untracked-files=no'),
    packagesHash(root, code),
    readFile(join(root, 'pnpm-lock.yaml'), 'utf8'),
  ]);
  return {
    commit: commit ?? 'unknown',
    dirty: changes !== '',
    packages,
    lockfile: sha256(lockfile),
  };
}

/** SHA-256 over the sources that determine what a run measures: the same whether they run as they are or compiled. */
export async function packagesHash(root: string, measured: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const code of measured) {
    const folder = join(root, 'packages', code);
    const files = await readdir(folder, { recursive: true });
    for (const file of files.filter((each) => each.endsWith('.ts')).sort()) {
      hash.update(`${code}/${file.replaceAll('\\', '/')}\n`).update(await readFile(join(folder, file)));
    }
  }
  return hash.digest('hex');
}

async function git(root: string, ...command: string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('git', command, { cwd: root })).stdout.trim();
  } catch {
    return undefined;
  }
}
