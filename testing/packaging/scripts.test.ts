import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { packAll, publicPackages, ROOT } from './packages.js';
import { installWithScripts, run, UnavailableError } from './project.js';

const PATIENCE = 300_000;
const RUNTIME = 'onnxruntime-node';

/** The names of the packages that a public package brings, itself among them. */
function broughtBy(name: string): string[] {
  const { manifest } = [...publicPackages.values()].find((each) => each.manifest.name === name) ?? {};
  return [name, ...Object.keys(manifest?.dependencies ?? {}).flatMap(broughtBy)];
}

const bringing = [...publicPackages.values()].filter(({ manifest }) =>
  broughtBy(manifest.name).includes(RUNTIME),
);

const USE = `
import * as tf from '@tensorflow/tfjs';
import { compile, tensorSpec } from '@better-attention/tfjs-onnx';
const fn = await compile((x) => tf.exp(x), tensorSpec([2]));
console.log((await fn.run(Float32Array.of(0, 1)))[1].toFixed(3));
`;

describe(`where ${RUNTIME} comes along, with its install script`, () => {
  it('tfjs-onnx is among the packages', () => {
    expect(bringing.map(({ manifest }) => manifest.name)).toContain('@better-attention/tfjs-onnx');
  });

  it.each(bringing.map(({ folder, manifest }) => [manifest.name, folder]))(
    '%s says under the command that installs it how to leave out the download',
    async (name, folder) => {
      const readme = await readFile(join(folder as string, 'README.md'), 'utf8');
      const rest = readme.slice(readme.indexOf(`    npm install ${name}`));
      expect(rest.slice(0, 400)).toContain('ONNXRUNTIME_NODE_INSTALL=skip');
    },
  );

  let folder: string;
  let tarballs: string[];
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'better attention ')));
    const packed = await packAll(join(folder, 'tarballs'));
    const names = broughtBy('@better-attention/tfjs-onnx').map((name) => name.split('/')[1] ?? '');
    tarballs = names.flatMap((name) => packed.get(name) ?? []);
  }, PATIENCE);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** What npm says; skips the test where its registry can't be reached. */
  const installed = (context: TestContext, name: string, environment: Readonly<Record<string, string>>) =>
    installWithScripts(join(folder, name), tarballs, environment).catch((error: Error) => {
      if (error instanceof UnavailableError) return context.skip(error.message);
      throw error;
    });

  it('npm installs it without the download, and functions run', { timeout: PATIENCE }, async (context) => {
    expect(await installed(context, 'skip', { ONNXRUNTIME_NODE_INSTALL: 'skip' })).toBeUndefined();
    const module = join(folder, 'skip', 'use.mjs');
    await writeFile(module, USE);
    expect(await run(process.execPath, module)).toBe('2.718\n');
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'npm fails in words that the docs have, if it fails',
    { timeout: PATIENCE },
    async (context) => {
      const failure = await installed(context, 'plain', {});
      if (failure === undefined) return context.skip('the download of CUDA libraries worked');
      expect(failure).toMatch(/command sh -c node \.\/script\/install/);
      const page = await readFile(join(ROOT, 'docs/troubleshooting.md'), 'utf8');
      expect(page).toMatch(/sh -c node \.\/script\/install[^#]*ONNXRUNTIME_NODE_INSTALL=skip/);
    },
  );
});
