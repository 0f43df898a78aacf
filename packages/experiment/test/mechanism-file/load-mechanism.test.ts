import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mechanism } from '@better-attention/attention';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMechanism } from '../../src/mechanism-file/load-mechanism.js';
import { sha256 } from '../../src/support/fingerprint.js';

const COSINE = fileURLToPath(new URL('files/cosine.js', import.meta.url));

describe('a mechanism’s file', () => {
  it('is registered by its name, and known with the SHA-256 of its bytes', async () => {
    const loaded = await loadMechanism(COSINE);
    const bytes = await readFile(COSINE, 'utf8');
    expect(loaded).toMatchObject({ name: 'cosine', path: COSINE, sha256: sha256(bytes) });
    expect(mechanism('cosine')).toBe(loaded.mechanism);
    expect(mechanism('cosine')({ modelWidth: 8, heads: 2 }).name).toBe('cosine');
  });

  it('is loaded once, by whatever path it is named', async () => {
    expect(await loadMechanism(relative(process.cwd(), COSINE))).toBe(await loadMechanism(COSINE));
  });
});

const DEFINITION = (name: string) => `
  name: '${name}', matmulsPerHead: 2, options: {}, parameterCount: () => 0, init: () => ({}),
  project: (_, { key }) => ({ keys: key, values: key }), attend: (_, { query }) => ({ output: query })`;
const DEFINED = (name: string) => `import { defineMechanism } from '@better-attention/attention';
export default defineMechanism({${DEFINITION(name)} });`;
const TYPED = (
  name: string,
) => `import { defineMechanism, type EfficientParameters } from '@better-attention/attention';
import { two } from './two.ts';
interface Unused { readonly two: number }
export default defineMechanism<EfficientParameters>({${DEFINITION(name)}, matmulsPerHead: two } as never);`;

/** What stands in a folder without a package, where nothing is installed; an outcome is that of the files before it too. */
const FILES: readonly (readonly [what: string, name: string, source: string, outcome: string | RegExp])[] = [
  ['whose imports the command has', 'own.js', DEFINED('own'), 'own'],
  ['in TypeScript', 'typed.ts', TYPED('typed'), 'typed'],
  [
    'that registers itself',
    'self.js',
    `import { defineMechanism, registerMechanism } from '@better-attention/attention';
const self = defineMechanism({${DEFINITION('self')} });
registerMechanism('self', self);
export default self;`,
    'self',
  ],
  [
    'without a default export',
    'none.js',
    'export const mine = 1, other = 2;',
    /no default export, only mine, other; end it with: export default defineMechanism/,
  ],
  [
    'that exports a definition',
    'raw.js',
    `export default {${DEFINITION('raw')} };`,
    /its default export is a definition that wasn’t handed to defineMechanism; expected/,
  ],
  [
    'that exports a function',
    'function.js',
    'export default () => 1;',
    /a function that defineMechanism did not make/,
  ],
  [
    'that exports a layer',
    'layer.js',
    'export default { init() {}, apply() {} };',
    /a layer, made with options; leave the call with options out/,
  ],
  ['that exports a promise', 'promise.js', 'export default Promise.resolve(1);', /a promise; await it/],
  [
    'that throws',
    'throws.js',
    '\nthrow new Error("no luck\\nhere");',
    /throws while it is loaded: no luck \(throws.js:2\)/,
  ],
  ['that throws what is no error', 'string.js', 'throw "luck";', /throws luck while it is loaded/],
  [
    'that throws in TypeScript',
    'thrower.ts',
    `${TYPED('thrower')}\nthrow new Error('no luck');`,
    /throws while it is loaded: no luck \(thrower.ts:7\)/,
  ],
  ['that isn’t JavaScript', 'broken.js', 'export default {{;', /can't be read: Unexpected token '{'/],
  [
    'that isn’t TypeScript',
    'wrong.ts',
    'let one = 1;\nlet two: = 2;',
    /can't be read: Unexpected "=" \(wrong.ts:2\)/,
  ],
  [
    'that needs what isn’t installed',
    'needs.js',
    `import 'no-such-package-at-all';`,
    /imports no-such-package-at-all, which isn't installed; run: npm install no-such-package-at-all/,
  ],
  [
    'that names another without its ending',
    'near.mjs',
    `import './absent';`,
    /imports .*absent, which doesn't exist; mind the ending/,
  ],
  [
    'of a name of ours',
    'ours.js',
    DEFINED('super'),
    /the name 'super' is one of better-attention's \(standard, .*multi-query\); give it one of its own/,
  ],
  [
    'of a name that files can’t have',
    'spaces.js',
    DEFINED('my own/one'),
    /the name 'my own\/one': expected a name of/,
  ],
  ['of a name that is taken', 'second.js', DEFINED('own'), /the name 'own' is taken by another mechanism/],
  ['of another kind', 'mechanism.py', '1', /expected a file that ends in .js, .mjs, .cjs, .ts/],
  ['that only helps', 'two.ts', 'export const two: number = 2;', /no default export, only two/],
];

describe('of files in a folder without a package, one', () => {
  let outcomes: string[];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'no package '));
    try {
      for (const [, file, source] of FILES) await writeFile(join(folder, file), source);
      const program = fileURLToPath(new URL('files/load.ts', import.meta.url));
      const paths = FILES.map(([, file]) => join(folder, file));
      const given = ['--conditions=@better-attention/source', ...process.execArgv, program, ...paths];
      const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: folder });
      outcomes = JSON.parse(stdout);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each(FILES.map(([what, name, , outcome], at) => ({ what, name, outcome, at })))(
    '$what',
    ({ name, outcome, at }) => {
      const found = outcomes[at] as string;
      if (typeof outcome === 'string') expect(found).toBe(outcome);
      else {
        expect(found).toMatch(outcome);
        expect(found.startsWith(`${name}: `), found).toBe(true);
        expect(found.split('\n')).toHaveLength(1);
      }
    },
  );
});

describe('a path that isn’t a file’s', () => {
  it('is refused with what is there', async () => {
    const absent = join(tmpdir(), 'absent.js');
    await expect(loadMechanism(absent)).rejects.toThrow(`${absent}: no such file`);
    await expect(loadMechanism(tmpdir())).rejects.toThrow(`${tmpdir()}: not a file`);
  });
});
