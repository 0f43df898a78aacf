import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import { publicPackages, ROOT } from './packages.js';
import { entryPoints, installedProject, nodeOf, run, UnavailableError } from './project.js';
import { keeps, readmeModule } from './readme.js';
import { compileModules, type Resolution } from './types.js';

const MINUTE = 60_000;
vi.setConfig({ testTimeout: 5 * MINUTE });

const NODES = [20, 22, 24];
const RESOLUTIONS: readonly Resolution[] = ['node16', 'bundler'];

/** The README of the repository, those of the packages and the first page of the site, each with its examples. */
const readmes = await Promise.all(
  [
    'README.md',
    ...[...publicPackages.keys()].map((name) => `packages/${name}/README.md`),
    'docs/index.md',
  ].map(async (name) => {
    const examples = readmeModule(await readFile(join(ROOT, name), 'utf8'));
    return {
      name,
      module: `examples-of-${dirname(name).replace('.', 'repository').replace('/', '-')}`,
      ...examples,
    };
  }),
);

/** The project with all packages in it, or why there is none. */
let project: string | UnavailableError;
/** What the compiler found wrong, by resolution. */
const diagnostics = new Map<Resolution, string[]>();

beforeAll(async () => {
  project = await installedProject().catch((error: Error) => {
    if (error instanceof UnavailableError) return error;
    throw error;
  });
  if (project instanceof UnavailableError) return;
  const folder = project;
  const consumer = (name: string) => new URL(`consumer/${name}`, import.meta.url);
  await copyFile(consumer('plain.mjs'), join(folder, 'plain.mjs'));
  for (const resolution of RESOLUTIONS)
    await copyFile(consumer('use.mts'), join(folder, `${resolution}.mts`));
  for (const { module, language, code } of readmes) {
    await writeFile(join(folder, `${module}.m${language}`), code);
  }

  const typed = readmes.filter(({ language }) => language === 'ts').map(({ module }) => `${module}.mts`);
  diagnostics.set('node16', compileModules(folder, ['node16.mts', ...typed], 'node16'));
  diagnostics.set('bundler', compileModules(folder, ['bundler.mts'], 'bundler'));
}, 10 * MINUTE);

afterAll(async () => {
  if (typeof project === 'string') await rm(project, { recursive: true, force: true });
}, MINUTE);

/** The project; skips the test, with the reason, where there is none. */
function installed(context: TestContext): string {
  if (project instanceof UnavailableError) return context.skip(project.message);
  return project;
}

/** The Node of a major version; skips the test, with the reason, where there is none. */
async function nodeOrSkip(context: TestContext, major: number): Promise<string> {
  return nodeOf(major).catch((error: Error) => {
    if (error instanceof UnavailableError) return context.skip(error.message);
    throw error;
  });
}

const linesOf = (text: string) => text.trimEnd().split('\n');

describe('packages that npm installed from their tarballs', () => {
  it.for(RESOLUTIONS)('compile in strict TypeScript, resolved as %s', (resolution, context) => {
    installed(context);
    expect(diagnostics.get(resolution)).toEqual([]);
  });

  describe.each(NODES)('on Node %i', (major) => {
    it('are imported by plain JavaScript', async (context) => {
      const folder = installed(context);
      const lines = linesOf(await run(await nodeOrSkip(context, major), join(folder, 'plain.mjs')));
      expect(lines).toEqual(entryPoints.map((entryPoint) => `${entryPoint} imported`).sort());
    });

    it.for(RESOLUTIONS)('do their work in compiled TypeScript (%s)', async (resolution, context) => {
      const folder = installed(context);
      const used = linesOf(await run(await nodeOrSkip(context, major), join(folder, `${resolution}.mjs`)));
      expect(used.sort()).toEqual([...publicPackages.keys()].sort());
    });

    it('bring the command better-attention', async (context) => {
      const folder = installed(context);
      const command = join(folder, 'node_modules/@better-attention/experiment/bin/better-attention.js');
      expect(await run(await nodeOrSkip(context, major), command, '--help')).toMatch(
        /^Usage: better-attention .*\n/,
      );
    });
  });
});

describe('the examples of', () => {
  it.for(readmes)('$name run and print what they say', async ({ module, code, promises }, context) => {
    expect(code).toMatch(/from '(@|create-)better-attention/);
    const printed = linesOf(await run(process.execPath, join(installed(context), `${module}.mjs`)));
    expect(printed).toSatisfy((lines: string[]) => keeps(lines, promises));
  });
});
