import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunRecord, writeRecord } from '@better-attention/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport, writeReport } from '../src/write.js';
import { completeRun, failedRun, gridOfRuns, PAPER, tableOf } from './runs.js';

let repository: string;
let folder: string;
let recordsFolder: string;

beforeAll(async () => {
  repository = await mkdtemp(join(tmpdir(), 'a report '));
  folder = join(repository, 'reports', 'cpu');
  recordsFolder = join(repository, 'experiments', 'imdb', 'runs', 'cpu');
});
afterAll(() => rm(repository, { recursive: true }));

async function report(runs: readonly RunRecord[]) {
  for (const run of runs) await writeRecord(recordsFolder, run);
  return writeReport({ folder, preset: 'cpu', tables: [tableOf(runs, { recordsFolder, paper: PAPER })] });
}

describe('a report', () => {
  let written: string[];
  let page: string;

  beforeAll(async () => {
    written = await report([
      ...gridOfRuns(),
      completeRun('super', { heads: 2 }),
      failedRun('super', { heads: 2, seed: 1 }),
    ]);
    page = await readFile(join(folder, 'index.html'), 'utf8');
  });

  it('writes the files it says, and no others', async () => {
    const names = ['accuracy', 'curves'].flatMap((figure) =>
      ['vl.json', 'svg', 'png'].map((ending) => `figures/imdb-${figure}.${ending}`),
    );
    const expected = [
      'index.html',
      'claims.json',
      'tables/imdb.csv',
      'tables/imdb.md',
      'tables/imdb.tex',
      ...names,
    ];
    expect([...written].sort()).toEqual(expected.map((name) => join(folder, name)).sort());
    const found = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    expect(found).toHaveLength(expected.length);
  });

  it('links only to files that exist and to anchors of the page', async () => {
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, link]) => link as string);
    const local = links.filter((link) => !link.startsWith('https://'));
    const anchors = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => `#${id}`));
    for (const link of new Set(local)) {
      if (link.startsWith('#')) expect(anchors).toContain(link);
      else await expect(readFile(join(folder, decodeURIComponent(link)))).resolves.toBeDefined();
    }
    const records = local.filter((link) => link.startsWith('../../experiments/imdb/runs/cpu/'));
    expect(new Set(records).size).toBe(22);
  });

  it('loads nothing: no scripts, no style sheets, no pictures but its own', () => {
    expect(page).not.toMatch(/<script|<link|<img|@import|url\((?!#)|src=/);
    expect(page.match(/<svg /g)).toHaveLength(2);
  });

  it('names every region, table and picture', () => {
    expect(page.match(/<table/g)).toHaveLength((page.match(/<caption>[^<]+<\/caption>/g) ?? []).length);
    expect(page.match(/<figure>/g)).toHaveLength(
      (page.match(/<div role="img" aria-label="[^"]+">/g) ?? []).length,
    );
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page).toContain('<html lang="en">');
  });

  it('closes what it opens', () => {
    const open: string[] = [];
    for (const [, closing, name, self] of page
      .replace(/<!doctype html>|<meta[^>]*>/g, '')
      .matchAll(/<(\/?)([a-z0-9]+)\b[^>]*?(\/?)>/gi)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!self) open.push(name as string);
    }
    expect(open).toEqual([]);
  });

  it('begins with the verdicts, each with its sentence and its records', async () => {
    const main = page.slice(page.indexOf('<main>'));
    expect(main.indexOf('id="verdicts"')).toBeLessThan(main.indexOf('id="imdb"'));
    expect(main.match(/<h3><span class="badge/g)).toHaveLength(7);
    const { preset, recordsFolders, claims } = JSON.parse(
      await readFile(join(folder, 'claims.json'), 'utf8'),
    );
    expect({ preset, recordsFolders }).toEqual({
      preset: 'cpu',
      recordsFolders: { imdb: '../../experiments/imdb/runs/cpu' },
    });
    for (const { sentence, statement, tables } of claims) {
      expect(main).toContain(`<p>${sentence}</p>`);
      expect(main).toContain(statement);
      for (const { records } of tables) {
        expect(records.length).toBeGreaterThan(0);
        for (const file of records) expect(main).toContain(`href="${recordsFolders.imdb}/${file}"`);
      }
    }
  });

  it('sets every mechanism against Standard with every test', () => {
    const table = page.slice(page.indexOf('<table class="differences">'));
    const rows = table.slice(0, table.indexOf('</table>')).split('<tr>').slice(2);
    expect(rows.map((row) => row.match(/<th scope="row">(\w+)/)?.[1])).toEqual([
      'Optimised',
      'Efficient',
      'Super',
    ]);
    expect(rows[2]).toContain(
      '<td>5</td><td>+3.78</td><td>+3.22 to +4.35</td><td>p &lt; 0.001</td><td>p = 0.063</td><td>p = 1.000</td><td>6.63</td><td>1.00</td>',
    );
  });

  it('states failures, few seeds, deviations and provenance', () => {
    expect(page).toContain('super-h2-seed1.json failed: loss is NaN at step 12');
    expect(page).toContain('Too few seeds: Super with 2 heads (1 seed)');
    expect(page).toContain('<li>The split is ours: 10 % of the training reviews, by seed.</li>');
    expect(page).toContain('<dt>Times comparable</dt><dd>yes: one engine, machine and set of versions</dd>');
    expect(page).toContain('<dt>Engine</dt><dd>onnx on cpu, 2 threads, one run at a time</dd>');
  });
});

it('the same records give the same bytes, whenever and wherever', async () => {
  const runs = gridOfRuns();
  const render = (root: string) =>
    renderReport({
      folder: `${root}/reports/cpu`,
      preset: 'cpu',
      tables: [tableOf(runs, { recordsFolder: `${root}/runs` })],
    });
  const first = await render('/one');
  const second = await render('/two/three');
  expect([...second.keys()]).toEqual([...first.keys()]);
  for (const [name, content] of first)
    expect(Buffer.from(second.get(name) ?? '').equals(Buffer.from(content)), name).toBe(true);
});

it('a table without runs says where its numbers would be', async () => {
  const files = await renderReport({ folder, preset: 'cpu', tables: [tableOf([], { recordsFolder })] });
  expect([...files.keys()]).toEqual([
    'index.html',
    'claims.json',
    'tables/imdb.md',
    'tables/imdb.csv',
    'tables/imdb.tex',
  ]);
  expect(files.get('index.html')).toContain('<code>pnpm table imdb --preset cpu</code> trains them.');
});

it('mixed data, sources and machines are told apart run by run', async () => {
  const other = completeRun('super');
  const runs = [
    completeRun('standard'),
    {
      ...other,
      source: { ...other.source, packages: 'ef'.repeat(32), dirty: true },
      machine: { ...other.machine, cores: 64 },
    },
  ];
  const page = (
    await renderReport({ folder, preset: 'cpu', tables: [tableOf(runs, { recordsFolder })] })
  ).get('index.html');
  expect(page).toContain(
    'Example Processor 3.0 GHz, 64 cores, 8.0 GiB, linux x64 (1 run: super-h4-seed0.json)',
  );
  expect(page).toContain('no: engines, machines, versions or data differ');
  expect(page).toContain('1 run used sources with uncommitted changes.');
  expect(page).toContain('Train again to compare like with like.');
});

it('text from records and experiments is never markup', async () => {
  const run = failedRun('super', { error: '<script>alert("x")</script>' });
  const table = tableOf([run], { recordsFolder, title: '<b>IMDB</b>', deviations: ['a < b'] });
  const page = (await renderReport({ folder, preset: 'cpu', tables: [table] })).get('index.html');
  expect(page).not.toMatch(/<script|<b>/);
  expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
});

it('presets and names are never mixed', async () => {
  await expect(renderReport({ folder, preset: 'sample', tables: [tableOf([])] })).rejects.toThrow(
    'report of preset sample: table imdb is of preset cpu; presets are never mixed in a report',
  );
  await expect(renderReport({ folder, preset: 'cpu', tables: [tableOf([]), tableOf([])] })).rejects.toThrow(
    'report of preset cpu: two tables are named imdb',
  );
});
