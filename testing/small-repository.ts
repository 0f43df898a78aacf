import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(REPOSITORY, 'packages/experiment/bin/better-attention.js');
/** What the scripts need in `node_modules`. */
const TOOLS = ['pnpm', 'tsx', 'turbo'];

const call = promisify(execFile);
const json = async (path: string) => JSON.parse(await readFile(join(REPOSITORY, path), 'utf8'));

/** A repository with the scripts and tasks of this one, and records of its own. */
export interface SmallRepository {
  readonly folder: string;
  /** Removes it. */
  remove(): Promise<void>;
}

/**
 * Makes a repository in a temporary folder. Its experiments are `mnist`, which is this repository's as it is built, and
 * `print`, which trains nothing and prints its environment as JSON instead. One package comes from pnpm's store.
 */
export async function smallRepository(): Promise<SmallRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'small-repository-'));
  const write = (path: string, content: unknown) =>
    writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));

  const { packageManager, scripts, type } = await json('package.json');
  const links = TOOLS.map((name) => [name, `link:${join(REPOSITORY, 'node_modules', name)}`]);
  const devDependencies = { ...Object.fromEntries(links), packed: 'file:packed-1.0.0.tgz' };
  await write('package.json', {
    name: 'small',
    private: true,
    type,
    packageManager,
    scripts,
    devDependencies,
  });
  await write('pnpm-workspace.yaml', 'packages:\n  - experiments/*\n');
  for (const path of ['scripts', 'turbo.json', 'tsconfig.base.json'])
    await cp(join(REPOSITORY, path), join(folder, path), { recursive: true });
  for (const path of ['packages', 'samples']) await symlink(join(REPOSITORY, path), join(folder, path));

  await mkdir(join(folder, 'experiments/print'), { recursive: true });
  const print = "node -e 'console.log(JSON.stringify(process.env))'";
  await write('experiments/print/package.json', {
    name: '@better-attention/print-table',
    scripts: { train: print, table: 'true' },
  });

  await mkdir(join(folder, 'experiments/mnist'));
  const { exports, name, scripts: tasks } = await json('experiments/mnist/package.json');
  const train = tasks.train.replace('better-attention', `node "${COMMAND}"`);
  await write('experiments/mnist/package.json', { name, type, exports, scripts: { train, table: 'true' } });
  for (const path of ['src', 'dist'])
    await symlink(join(REPOSITORY, 'experiments/mnist', path), join(folder, 'experiments/mnist', path));

  await mkdir(join(folder, 'packed'));
  await write('packed/package.json', { name: 'packed', version: '1.0.0' });
  await call('npm', ['pack', './packed'], { cwd: folder });
  const install = [join(REPOSITORY, 'node_modules/pnpm/bin/pnpm.cjs'), 'install', '--no-frozen-lockfile'];
  await call(process.execPath, [...install, '--offline'], { cwd: folder });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
