import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import { describe, expect, it } from 'vitest';

/** Kilobytes (1,000 bytes) of our own code, minified and compressed by gzip, that an entry may have. */
const BUDGETS: Record<string, number> = {
  '@better-attention/attention': 14,
  '@better-attention/models': 17,
  '@better-attention/tfjs-onnx/recorder': 24,
};

const ENTRY = 'whole-entry';

async function bundled(name: string) {
  const exportsAll: Plugin = {
    name: ENTRY,
    resolveId: (id) => (id === ENTRY ? id : null),
    load: (id) => (id === ENTRY ? `export * from '${name}';` : null),
  };
  const result = await build({
    configFile: false,
    publicDir: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'silent',
    plugins: [exportsAll],
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      target: 'es2022',
      rolldownOptions: { input: ENTRY, external: /^@tensorflow\//, preserveEntrySignatures: 'strict' },
    },
  });
  const [{ output }] = [result].flat() as [Extract<typeof result, { output: unknown }>];
  return output.filter((chunk) => chunk.type === 'chunk');
}

describe('a bundle for browsers', () => {
  it.each(Object.entries(BUDGETS))(
    'of %s imports TensorFlow.js alone and has at most %d kB',
    async (name, budget) => {
      const chunks = await bundled(name);
      expect(chunks).toHaveLength(1);
      const [chunk] = chunks;
      const imported = [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])];
      expect(imported.filter((each) => !each.startsWith('@tensorflow/'))).toEqual([]);
      expect(chunk?.moduleIds.filter((id) => /browser-external|onnxruntime/.test(id))).toEqual([]);
      expect(chunk?.exports.length).toBeGreaterThan(5);
      expect(gzipSync(chunk?.code ?? '').length / 1000).toBeLessThan(budget);
    },
  );

  it.each(Object.entries(BUDGETS))('of %s: its README states the %d kB', async (name, budget) => {
    const folder = name.split('/')[1];
    const readme = await readFile(new URL(`../../../packages/${folder}/README.md`, import.meta.url), 'utf8');
    expect(readme).toMatch(new RegExp(`[Bb]undled for browsers.* at most ${budget} kB`));
  });
});
