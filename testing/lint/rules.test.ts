import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const biome = pathOf('../../node_modules/@biomejs/biome/bin/biome');
const plugins = ['readonly.grit', 'constants.grit'].map(pathOf);

/** What the rules of this folder find in a source: the lines, from 1, with the first sentences of their messages. */
async function findings(...lines: string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lint-'));
  await writeFile(
    join(folder, 'biome.json'),
    JSON.stringify({ plugins, linter: { rules: { recommended: false } } }),
  );
  await writeFile(join(folder, 'source.ts'), lines.join('\n'));
  const output = await new Promise<string>((resolve) => {
    const parameters = [biome, 'lint', '--reporter=github', 'source.ts'];
    execFile(process.execPath, parameters, { cwd: folder }, (_, printed) => resolve(printed));
  });
  await rm(folder, { recursive: true });
  return [...output.matchAll(/line=(\d+),.*?::(.*?\.)/g)].map(([, line, message]) => `${line}: ${message}`);
}

describe('the linter', () => {
  it('finds properties of types that are not readonly', async () => {
    expect(
      await findings(
        'export interface Size { readonly width: number; height?: number; area(): number }',
        'export type Sizes = { sizes: readonly Size[] };',
        '// biome-ignore lint/plugin: a counter, written',
        'export interface Counter { count: number }',
        'export const widthOf = (size: { width: number }) => size.width;',
      ),
    ).toEqual([1, 2].map((line) => `${line}: Properties of a type are readonly.`));
  });

  it('finds constants of a module that are plain data and not in upper case', async () => {
    const message = 'A constant of a module that is plain data is written in UPPER_CASE.';
    expect(
      await findings(
        "export const name = 'imdb';",
        'export const size: number = 2 ** 18;',
        "export const known = new Set(['a', 'b']);",
        "export const rates = { standard: 1, list: ['a'] } as const;",
        'export const LIMIT = 5;',
        'export const twice = (value: number) => 2 * value;',
        'export const found = [twice(LIMIT)];',
        'export const collected: number[] = [];',
        'export function three() {',
        '  const count = 3;',
        '  return count;',
        '}',
      ),
    ).toEqual([1, 2, 3, 4].map((line) => `${line}: ${message}`));
  });
});
