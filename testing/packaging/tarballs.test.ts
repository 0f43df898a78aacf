import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData, type Package } from '@arethetypeswrong/core';
import { filterProblems } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherPackages, packAll, publicPackages, ROOT } from './packages.js';

/** The most that each tarball may weigh, in kB of 1000 bytes: a third above what it weighs, for what will be added. */
const BUDGETS: Readonly<Record<string, number>> = {
  attention: 60,
  bleu: 10,
  'create-better-attention': 10,
  datasets: 130,
  experiment: 225,
  files: 10,
  models: 30,
  random: 13,
  records: 22,
  reporting: 600,
  statistics: 24,
  'tfjs-onnx': 90,
  training: 67,
  webassembly: 8,
};

/** As above, of each table, of the samples, and of the command with all of them. */
const OTHER_BUDGETS = { table: 8, samples: 8_500, 'better-attention': 8 };

/** The condition under which packages are imported from their sources. */
const SOURCE = '@better-attention/source';

let folder: string;
let tarballs: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'better-attention-tarballs-'));
  tarballs = await packAll(folder);
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('packing by another client than pnpm', () => {
  it.each([...publicPackages])('is stopped, as %s is packed by pnpm alone', (_, { manifest }) => {
    expect(manifest.scripts?.prepack).toBe('node ../../scripts/packed-by-pnpm.js');
  });

  it('names the reason and the way out', async () => {
    const [[name]] = [...publicPackages] as [[string, unknown]];
    const packing = promisify(execFile)('npm', ['pack', '--pack-destination', folder], {
      cwd: join(ROOT, 'packages', name),
      env: { ...process.env, npm_config_user_agent: undefined },
    });
    await expect(packing).rejects.toThrow(
      /@better-attention\/\w+ is packed by pnpm alone, .* asked for by npm\/[\d.]+\. Run: npx pnpm pack/,
    );
  });
});

describe.each([...publicPackages])('the tarball of %s', (name, { manifest }) => {
  let data: Buffer;
  let files: Package;
  beforeAll(async () => {
    data = await readFile(tarballs.get(name) as string);
    files = createPackageFromTarballData(data);
  });
  const pathsIn = (path = '') => files.listFiles(`/node_modules/${manifest.name}${path}`);

  it('has nothing that publint would say something about', async () => {
    const tarball = Uint8Array.from(data).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  it('has types that fit its modules wherever ES modules are imported', async () => {
    const analysis = await checkPackage(files);
    if (analysis.types === false) throw new Error(`${manifest.name} has no types`);
    for (const resolutionKind of ['node16-esm', 'bundler'] as const) {
      expect(filterProblems(analysis, { resolutionKind })).toEqual([]);
    }
  });

  it('has a licence, a README and each module with its declarations, and nothing else of the sources', () => {
    const paths = pathsIn().map((path) => path.replace(`/node_modules/${manifest.name}/`, ''));
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(paths.filter((path) => /(^|\/)(test|src)\/|\.map$|\.tsbuildinfo$/.test(path))).toEqual([]);
    const modules = paths.filter((path) => /^dist\/.*\.js$/.test(path));
    expect(paths.filter((path) => /^dist\/.*\.d\.ts$/.test(path)).sort()).toEqual(
      modules.map((path) => path.replace(/\.js$/, '.d.ts')).sort(),
    );
  });

  it('exports what is built where the repository exports sources too', () => {
    const packed = JSON.parse(files.readFile(`/node_modules/${manifest.name}/package.json`));
    const built = Object.entries(manifest.exports).map(([path, { [SOURCE]: source, ...rest }]) => {
      expect(source).toBe(rest.default?.replace('dist', 'src').replace(/\.js$/, '.ts'));
      return [path, rest];
    });
    expect(packed.exports).toEqual(Object.fromEntries(built));
  });

  it('names versions where the repository names workspaces', () => {
    const packed = JSON.parse(files.readFile(`/node_modules/${manifest.name}/package.json`));
    const ranges = Object.entries<string>({ ...packed.dependencies, ...packed.peerDependencies });
    expect(ranges.filter(([, range]) => /^(workspace|catalog|link|file):/.test(range))).toEqual([]);
  });

  it('stays within its budget', () => {
    expect(data.length / 1000).toBeLessThan(BUDGETS[name] as number);
  });
});

describe.each([...otherPackages])('the tarball of %s', (name, { folder: source, manifest }) => {
  const isTable = manifest.name.endsWith('-table');
  const kind = isTable ? 'table' : (name as 'samples' | 'better-attention');
  let data: Buffer;
  let paths: string[];
  beforeAll(async () => {
    data = await readFile(tarballs.get(name) as string);
    const files = createPackageFromTarballData(data);
    const root = `/node_modules/${manifest.name}/`;
    paths = files.listFiles(root.slice(0, -1)).map((path) => path.replace(root, ''));
  });

  it('has nothing that publint would say something about', async () => {
    const tarball = Uint8Array.from(data).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  it('has what it needs and no runs', () => {
    expect(manifest.private).toBeUndefined();
    const own = {
      table: ['dist/experiment.js', 'dist/experiment.d.ts', 'paper.json'],
      samples: [
        'index.js',
        'index.d.ts',
        ...readdirSync(source)
          .filter((entry) => /^[a-z0-9]+$/.test(entry))
          .map((set) => `${set}/README.md`),
      ],
      'better-attention': ['bin/better-attention.js'],
    }[kind];
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'package.json', ...own]));
    expect(paths.filter((path) => /^(runs|src|test|node_modules)\//.test(path))).toEqual([]);
  });

  it('stays within its budget', () => {
    expect(data.length / 1000).toBeLessThan(OTHER_BUDGETS[kind]);
  });
});
