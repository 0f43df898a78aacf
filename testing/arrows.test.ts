import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { circles } from './circles.js';

const packagesFolder = fileURLToPath(new URL('../packages', import.meta.url));

/** Which packages of this repository a package may import. */
const ARROWS: Record<string, string[]> = {
  webassembly: [],
  random: ['webassembly'],
  'create-better-attention': [],
  files: [],
  records: ['files'],
  bleu: [],
  statistics: [],
  attention: ['random'],
  models: ['attention', 'random'],
  'tfjs-onnx': ['webassembly'],
  datasets: ['files', 'random'],
  training: ['random', 'statistics', 'tfjs-onnx'],
  reporting: ['files', 'records', 'statistics'],
  experiment: [
    'attention',
    'bleu',
    'datasets',
    'files',
    'models',
    'random',
    'records',
    'reporting',
    'samples',
    'statistics',
    'tfjs-onnx',
    'training',
  ],
};

/** Sources that browsers load: no Node built-ins, no native runtime. */
const BROWSER_SOURCES = [
  /^webassembly\//,
  /^random\//,
  /^bleu\//,
  /^statistics\//,
  /^attention\//,
  /^models\//,
  /^tfjs-onnx\/src\/(export|recorder|kernels|operators|passes|onnx|graph|state|tensors)[./]/,
];

/** Packages that never load TensorFlow. */
const WITHOUT_TENSORFLOW = [
  'webassembly',
  'random',
  'create-better-attention',
  'files',
  'records',
  'bleu',
  'statistics',
  'datasets',
  'reporting',
];

/** What a source imports, types included: names of packages and paths. */
function imports(source: string): string[] {
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name as string);
}

const sources = readdirSync(packagesFolder, { recursive: true })
  .map((path) => String(path).replaceAll('\\', '/'))
  .filter((path) => /^[^/]+\/src\/.*\.ts$/.test(path))
  .map((path) => ({
    path,
    owner: path.slice(0, path.indexOf('/')),
    imported: imports(readFileSync(`${packagesFolder}/${path}`, 'utf8')),
  }));

describe('imports', () => {
  it('are found', () => {
    expect(new Set(sources.map(({ owner }) => owner))).toEqual(new Set(Object.keys(ARROWS)));
    expect(
      imports("import { a } from 'b';\nexport * from 'c';\nawait import('d');\nimport './e.js';"),
    ).toEqual(['b', 'c', 'd', './e.js']);
  });

  it.each(Object.entries(ARROWS))('of %s point to %j alone', (name, allowed) => {
    const wrong = sources
      .filter(({ owner }) => owner === name)
      .flatMap(({ path, imported }) =>
        imported
          .filter((each) => each.startsWith('@better-attention/'))
          .filter((each) => !allowed.includes(each.split('/')[1] as string))
          .map((each) => `${path}: ${each}`),
      );
    expect(wrong).toEqual([]);
  });

  it('of browser sources leave out Node built-ins and the native runtime', () => {
    const builtin = new Set(builtinModules);
    const wrong = sources
      .filter(({ path }) => BROWSER_SOURCES.some((pattern) => pattern.test(path)))
      .flatMap(({ path, imported }) =>
        imported
          .filter((each) => each.startsWith('node:') || builtin.has(each) || each.startsWith('onnxruntime'))
          .map((each) => `${path}: ${each}`),
      );
    expect(wrong).toEqual([]);
  });

  it.each(WITHOUT_TENSORFLOW)('of %s do not load TensorFlow', (name) => {
    const wrong = sources
      .filter(({ owner }) => owner === name)
      .filter(({ imported }) => imported.some((each) => each.startsWith('@tensorflow/')));
    expect(wrong).toEqual([]);
  });

  describe.each(Object.keys(ARROWS))('inside %s', (name) => {
    const inside = sources
      .filter(({ owner }) => owner === name)
      .flatMap(({ path, imported }) =>
        imported
          .filter((each) => each.startsWith('.'))
          .map((each) => ({
            from: path,
            to: posix.join(posix.dirname(path), each).replace(/\.js$/, '.ts'),
          })),
      );

    it('lead to files of its own', () => {
      const known = new Set(sources.filter(({ owner }) => owner === name).map(({ path }) => path));
      expect(inside.filter(({ to }) => !known.has(to))).toEqual([]);
    });

    it('lead from no folder back into one that imports it', () => {
      expect(circles(inside, posix.dirname)).toEqual([]);
    });

    it('lead from no file back to itself', () => {
      expect(circles(inside, (file) => file)).toEqual([]);
    });
  });
});
