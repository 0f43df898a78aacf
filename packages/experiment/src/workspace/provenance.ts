import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** The lists of code by what a build's stamp calls them. */
const CODE = { trained: TRAINED_CODE, layers: LAYER_CODE, speed: SPEED_CODE } as const;

/** Hashes of the sources of a build, one for each list of code. */
export type BuildStamp = Readonly<Record<keyof typeof CODE, string>>;

/** Which sources the build is made from that this module belongs to; a process that runs the sources has no such file. */
const STAMP = new URL('../sources.json', import.meta.url);
/** The repository of this module, where it runs from its sources. */
const OWN_REPOSITORY = new URL('../../../..', import.meta.url);
/** What package managers write; a folder has one of them. */
const LOCKFILES = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

/** What a build is made from: what its stamp holds. */
export async function buildStamp(root: string): Promise<BuildStamp> {
  const hashes = Object.entries(CODE).map(async ([name, code]) => [name, await packagesHash(root, code)]);
  return Object.fromEntries(await Promise.all(hashes));
}

/** The stamp of the build that runs; none of a process that runs the sources. */
export async function readStamp(stamp: URL = STAMP): Promise<BuildStamp | undefined> {
  const text = await readFile(stamp, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Describes sources once for each list of code: tables of one kind share them. */
export function rememberedSources(
  describe: (code: readonly string[]) => Promise<SourceRecord>,
): (code: readonly string[]) => Promise<SourceRecord> {
  const described = new Map<readonly string[], Promise<SourceRecord>>();
  return (code) => {
    const known = described.get(code) ?? describe(code);
    described.set(code, known);
    return known;
  };
}

/** The sources of a checkout: commit, packages, lockfile. */
export async function describeCheckout(root: string, code: readonly string[]): Promise<SourceRecord> {
  const [commit, packages, lockfile] = await Promise.all([
    describeCommit(root),
    packagesHash(root, code),
    readFile(join(root, 'pnpm-lock.yaml'), 'utf8'),
  ]);
  return { ...commit, packages, lockfile: sha256(lockfile) };
}

/** The commit of a folder that is the root of its own repository; another's commit would say nothing of these sources. */
async function describeCommit(root: string): Promise<Omit<SourceRecord, 'packages' | 'lockfile'>> {
  try {
    const top = await git(root, 'rev-parse', '--show-toplevel');
    if ((await realpath(top)) !== (await realpath(root)))
      throw new Error('the sources lie in another repository');
    const commit = await git(root, 'rev-parse', 'HEAD');
    const changes = await git(root, 'status', '--porcelain', '--untracked-files=no');
    return { commit, dirty: changes !== '' };
  } catch (error) {
    return { commit: 'unknown', commitUnknown: reasonOf(error as GitError), dirty: true };
  }
}

/**
 * The packages that are installed for a folder. Their commit isn't known; what they are made from is, so that their records are
 * those of a checkout of the same sources.
 */
export async function describeInstalled(root: string, code: readonly string[]): Promise<SourceRecord> {
  const [stamp, version, lockfile] = await Promise.all([readStamp(), ownVersion(), lockfileOf(root)]);
  const name = Object.entries(CODE).find(([, known]) => known === code)?.[0] as keyof BuildStamp;
  return {
    commit: 'unknown',
    commitUnknown: `better-attention ${version} as it is installed, not a checkout`,
    dirty: false,
    packages: stamp?.[name] ?? (await packagesHash(fileURLToPath(OWN_REPOSITORY), code)),
    lockfile: sha256(lockfile),
  };
}

/** The version of this package. */
async function ownVersion(): Promise<string> {
  const description = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}

/** The lockfile of a folder; nothing where it has none. */
async function lockfileOf(root: string): Promise<string> {
  for (const name of LOCKFILES) {
    const text = await readFile(join(root, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return '';
}

/** SHA-256 over the sources that determine what a run measures: the same whether they run as they are or compiled. */
export async function packagesHash(root: string, measured: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const code of measured) {
    const folder = join(root, 'packages', code);
    const files = await readdir(folder, { recursive: true });
    const sources = files.filter((file) => file.endsWith('.ts') && !basename(file).startsWith('.'));
    for (const file of sources.sort()) {
      hash.update(`${code}/${file.replaceAll('\\', '/')}\n`).update(await readFile(join(folder, file)));
    }
  }
  return hash.digest('hex');
}

/** What a call of git fails with. */
type GitError = NodeJS.ErrnoException & { readonly stderr?: string };

const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /dubious ownership/,
    'git reads no repository of another user, unless its setting safe.directory names the folder',
  ],
  [/not a git repository/, 'the sources are in no git repository'],
  [/ambiguous argument 'HEAD'|unknown revision/, 'the repository has no commit yet'],
];

function reasonOf({ code, message, stderr }: GitError): string {
  if (code === 'ENOENT') return "git isn't installed";
  const said = stderr ?? message;
  const known = REASONS.find(([pattern]) => pattern.test(said));
  return known?.[1] ?? (said.split('\n')[0] as string).replace(/^fatal: /, '');
}

/** Variables with which git looks at another repository than the one that a folder is in, as hooks set them. */
const ELSEWHERE = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY'];

async function git(root: string, ...command: string[]): Promise<string> {
  const kept = Object.entries(process.env).filter(([name]) => !ELSEWHERE.includes(name));
  const env = { ...Object.fromEntries(kept), LC_ALL: 'C' };
  return (await promisify(execFile)('git', command, { cwd: root, env })).stdout.trim();
}
