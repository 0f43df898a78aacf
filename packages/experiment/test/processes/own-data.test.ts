import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainToEnd } from '../../../../testing/faults/training.js';
import { TINY } from '../../../../testing/tiny-workspace.js';
import { loadTable } from '../../src/tables/load-table.js';
import { reportInput } from '../../src/tables/report-input.js';
import { findWorkspace } from '../../src/workspace/find-workspace.js';
import { newWorkspace } from './tiny.js';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

/** The README's example of a table of one's own, with its data beside it. */
async function ownWorkspace(): Promise<string> {
  const [, example = ''] =
    /## A table and data of your own\n[\s\S]*?```ts not run: [^\n]*\n([\s\S]*?)```/.exec(readme) ?? [];
  const workspace = await newWorkspace(() => example.replace("name: 'reviews-table'", `name: '${TINY}'`));
  await writeReviews(workspace, 200);
  return workspace;
}

/** Writes reviews of which those with `good` are good. */
async function writeReviews(workspace: string, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, at) => {
    const verdict = at % 2 === 0 ? 'bad' : 'good';
    return `"a ${verdict} film, number ${at}",${verdict}`;
  });
  await writeFile(join(workspace, 'experiments', TINY, 'reviews.csv'), ['text,label', ...lines].join('\n'));
}

describe('a table of one’s own, with data of one’s own', () => {
  it('is trained as the README has it, recorded with its file, reported, and trained again when the file changes', async () => {
    const workspace = await ownWorkspace();
    const first = await trainToEnd(workspace, { parameters: [TINY, '--preset', 'cpu'] });
    expect(first).toMatchObject({ code: 0 });
    const folder = findWorkspace(workspace);
    const table = await loadTable(folder, TINY, { preset: 'cpu' });
    const input = await reportInput(folder, [table], 'cpu');
    const records = [...(input.tables[0]?.records.values() ?? [])];
    expect(records).toHaveLength(4);
    for (const record of records) {
      expect(record).toMatchObject({
        data: { name: 'reviews', source: 'own files', files: [{ name: 'reviews.csv' }] },
        test: { accuracy: expect.any(Number) },
      });
    }
    expect(await trainToEnd(workspace, { parameters: [TINY, '--preset', 'cpu'] })).toMatchObject({
      code: 0,
      output: expect.stringContaining('all 4 runs are recorded'),
    });
    await writeReviews(workspace, 220);
    expect(await trainToEnd(workspace, { parameters: [TINY, '--preset', 'cpu'] })).toMatchObject({
      code: 0,
      output: expect.stringContaining('4 of 4 runs to train'),
    });
  });

  it('trains one run by its mechanism and seed', async () => {
    const workspace = await ownWorkspace();
    const parameters = [TINY, '--preset', 'cpu', '--mechanism', 'super', '--seed', '1'];
    expect(await trainToEnd(workspace, { parameters })).toMatchObject({ code: 0 });
    const names = await readdir(join(workspace, 'experiments', TINY, 'runs', 'cpu'));
    expect(names.filter((name) => name.endsWith('.json'))).toEqual(['super-h2-seed1.json']);
  });
});
