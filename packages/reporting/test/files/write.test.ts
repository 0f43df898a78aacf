import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUNS, type RunRecord, writeRecord } from '@better-attention/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkReport } from '../../src/files/check.js';
import { renderReport } from '../../src/files/render.js';
import { writeReport } from '../../src/files/write.js';
import type { TableInput } from '../../src/input/tables.js';
import { buildReport, type Report } from '../../src/report/report.js';
import { countsTable } from '../layer-tables.js';
import { completeRun, failedRun, gridOfRuns, PAPER, tableOf } from '../runs.js';
import { translationTable } from '../training-tables.js';

let repository: string;
let folder: string;
let recordsFolder: string;

beforeAll(async () => {
  repository = await mkdtemp(join(tmpdir(), 'a report '));
  folder = join(repository, 'reports', 'cpu');
  recordsFolder = join(repository, 'experiments', 'imdb', 'runs', 'cpu');
});
afterAll(() => rm(repository, { recursive: true }));

const ALL = [...gridOfRuns(), completeRun('super', { heads: 2 }), failedRun('super', { heads: 2, seed: 1 })];

function reportOf(runs: readonly RunRecord[]): Report {
  return reportWith(tableOf(runs, { recordsFolder, paper: PAPER }));
}

function reportWith(...tables: readonly TableInput[]): Report {
  return buildReport({ folder, preset: 'cpu', tables });
}

async function rendered(report: Report, name: string): Promise<string> {
  const content = (await renderReport(report)).get(name);
  if (typeof content !== 'string') throw new Error(`no text ${name}`);
  return content;
}

describe('a report', () => {
  let written: string[];
  let index: string;
  let page: string;

  beforeAll(async () => {
    for (const run of ALL) await writeRecord(recordsFolder, run, RUNS);
    written = await writeReport(reportOf(ALL));
    index = await readFile(join(folder, 'index.html'), 'utf8');
    page = await readFile(join(folder, 'pages/imdb.html'), 'utf8');
  });

  it('writes the files it says, and no others', async () => {
    const figures = ['accuracy', 'slope', 'curves', 'price', 'heads'].flatMap((figure) =>
      ['vl.json', 'svg', 'png'].map((ending) => `figures/imdb-${figure}.${ending}`),
    );
    const expected = [
      'index.html',
      'summary.html',
      ...['imdb', 'method', 'provenance'].map((name) => `pages/${name}.html`),
      ...['figures.js', 'fonts.css', 'report.css', 'tables.js', 'vega.js'].map((name) => `assets/${name}`),
      'claims.json',
      ...['imdb.csv', 'imdb.md', 'imdb.tex', 'imdb-all.tex', 'runs.csv', 'runs.md', 'references.bib'].map(
        (name) => `tables/${name}`,
      ),
      ...figures,
      ...['vl.json', 'svg', 'png'].map((ending) => `figures/forest.${ending}`),
    ];
    expect([...written].sort()).toEqual(expected.map((name) => join(folder, name)).sort());
    const found = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    expect(found).toHaveLength(expected.length);
  });

  it('names nothing outside the report but records and sources', () => {
    for (const text of [index, page]) {
      const addresses = [...text.matchAll(/(?:src|href)="([^"#]*)/g)].map(([, address]) => address as string);
      const outside = addresses.filter((address) => /^(https?:|\/|[a-z]+:)/.test(address));
      expect(new Set(outside)).toEqual(
        new Set(
          text === index
            ? ['https://arxiv.org/abs/2403.01643']
            : [
                'https://arxiv.org/abs/2403.01643',
                'https://github.com/NMesaC/pay-better-attention-pytorch-keras',
              ],
        ),
      );
    }
  });

  it('names every table, picture and region', () => {
    expect(page.match(/<table/g)).toHaveLength((page.match(/<caption>[^<]+<\/caption>/g) ?? []).length);
    expect(page.match(/<figure/g)).toHaveLength(5);
    expect(page.match(/role="img" aria-label="[^"]+"/g)).toHaveLength(5);
    expect(page).toContain('<html lang="en">');
  });

  it.each(['index.html', 'pages/imdb.html', 'pages/method.html', 'pages/provenance.html'])(
    '%s closes what it opens',
    async (name) => {
      const text = (await readFile(join(folder, name), 'utf8')).replace(
        /<script type[\s\S]*?<\/script>/g,
        '',
      );
      const open: string[] = [];
      for (const [, closing, element, self] of text
        .replace(/<!doctype html>|<(meta|link|img)[^>]*>/g, '')
        .matchAll(/<(\/?)([a-z0-9]+)\b[^>]*?(\/?)>/gi)) {
        if (closing) expect(open.pop()).toBe(element);
        else if (!self) open.push(element as string);
      }
      expect(open).toEqual([]);
    },
  );

  it('begins with what each claim comes to, and has its sentence and its records below', async () => {
    const main = index.slice(index.indexOf('<main'));
    expect(main.indexOf('id="verdicts"')).toBeLessThan(main.indexOf('id="tables"'));
    expect(main.match(/<h2><span class="badge/g)).toHaveLength(7);
    const { preset, recordsFolders, claims } = JSON.parse(
      await readFile(join(folder, 'claims.json'), 'utf8'),
    );
    expect({ preset, recordsFolders }).toEqual({
      preset: 'cpu',
      recordsFolders: { imdb: '../../experiments/imdb/runs/cpu' },
    });
    for (const { id, sentence, outcome, statement, tables } of claims) {
      expect(main.slice(0, main.indexOf('id="verdicts"'))).toContain(`<p>${outcome}</p>`);
      expect(main).toContain(`<p>${sentence}</p>`);
      expect(main).toContain(statement);
      expect(main).toContain(`href="index.html#claim-${id}"`);
      for (const { records } of tables) {
        expect(records.length).toBeGreaterThan(0);
        for (const file of records) expect(main).toContain(`href="${recordsFolders.imdb}/${file}"`);
      }
    }
  });

  it('sets every mechanism against Standard with every test', () => {
    const table = page.slice(page.indexOf('<table class="differences'));
    const rows = table.slice(0, table.indexOf('</table>')).split('<tr>').slice(2);
    expect(rows.map((row) => row.match(/<th scope="row">(\w+)/)?.[1])).toEqual([
      'Optimised',
      'Efficient',
      'Super',
    ]);
    expect(rows[2]?.replace(/ data-value="[^"]+"/g, '')).toContain(
      '<td>5</td><td>+3.78</td><td>+3.22 to +4.35</td><td>p &lt; 0.001</td><td>p &lt; 0.001 over 6 data sets × 1 mechanism</td><td>p = 0.063</td><td>p = 1.000</td><td>+6.63</td><td>1.00</td>',
    );
  });

  it('states failures, few seeds, deviations and provenance', async () => {
    expect(page).toContain('super-h2-seed1.json failed: loss is NaN at step 12');
    expect(page).toContain('Too few seeds: Super with 2 heads (1 seed)');
    expect(page).toContain('<li>The split is ours: 10 % of the training reviews, by seed.</li>');
    const provenance = await readFile(join(folder, 'pages/provenance.html'), 'utf8');
    expect(provenance).toContain(
      '<dt>Times comparable</dt><dd>yes: one engine, machine and set of versions</dd>',
    );
    expect(provenance).toContain('<dt>Engine</dt><dd>onnx on cpu, 2 threads, one run at a time</dd>');
  });

  it('is what its records give, until a file or a record changes', async () => {
    const report = reportOf(ALL);
    expect(await checkReport(report)).toEqual([]);
    const changed = ALL.map((run) =>
      run.status === 'complete' && run.mechanism === 'super' && run.heads === 4
        ? { ...run, test: { ...run.test, accuracy: (run.test.accuracy as number) + 0.001 } }
        : run,
    );
    const problems = await checkReport(reportOf(changed));
    expect(problems).toContain('figures/imdb-accuracy.png is drawn from another figure');
    for (const name of ['claims.json', 'tables/imdb.csv', 'figures/imdb-accuracy.vl.json']) {
      expect(problems.join('\n')).toContain(`${name} differs from what the records give, first in line `);
    }
    expect(problems.join('\n')).not.toContain('curves');

    await writeFile(join(folder, 'tables/old.csv'), '');
    await rm(join(folder, 'tables/imdb.tex'));
    const markdown = join(folder, 'tables/imdb.md');
    await writeFile(markdown, (await readFile(markdown, 'utf8')).replace('76.45', '77.45'));
    expect(await checkReport(report)).toEqual([
      'tables/imdb.md differs from what the records give, first in line 10',
      'tables/imdb.tex is missing',
      "tables/old.csv isn't part of the report",
    ]);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await writeReport(report);
    expect(await checkReport(report)).toEqual([]);
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });
});

it('the same records give the same bytes, whenever and wherever', async () => {
  const render = (root: string) =>
    renderReport(
      buildReport({
        folder: `${root}/reports/cpu`,
        preset: 'cpu',
        tables: [tableOf(gridOfRuns(), { recordsFolder: `${root}/runs` })],
      }),
    );
  const first = await render('/one');
  const second = await render('/two/three');
  expect([...second]).toEqual([...first]);
});

it('a table without runs has a page, and a line in the place of its table', async () => {
  const files = await renderReport(reportWith(tableOf([], { recordsFolder })));
  expect([...files.keys()].filter((name) => !name.startsWith('assets/'))).toEqual([
    'index.html',
    'pages/imdb.html',
    'pages/method.html',
    'pages/provenance.html',
    'summary.html',
    'claims.json',
    'tables/imdb.md',
    'tables/imdb.tex',
    'tables/references.bib',
  ]);
  expect(files.get('pages/imdb.html')).toContain('Not measured.');
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
  const provenance = await rendered(reportOf(runs), 'pages/provenance.html');
  expect(provenance).toContain(
    'Example Processor 3.0 GHz, 64 cores, 8.0 GiB, linux x64 (1 run: super-h4-seed0.json)',
  );
  expect(provenance).toContain('no: engines, machines, versions or data differ');
  const page = await rendered(reportOf(runs), 'pages/imdb.html');
  expect(page).toContain('1 run used sources with uncommitted changes.');
  expect(page).toContain('Train again to compare like with like.');
});

it('translations stand side by side, of the lowest seed', async () => {
  const page = await rendered(
    reportWith(translationTable({ recordsFolder })),
    'pages/en-es-translation.html',
  );
  const table = page.slice(page.indexOf('<table class="samples">'));
  expect(table).toContain('what the runs of seed 0 make of them');
  expect(table.replace(/ data-label="[^"]+"/g, '')).toContain(
    '<th scope="row">Where is &lt;it&gt;?</th><td>¿Dónde está?</td><td>dónde standard</td><td>dónde optimised</td><td>dónde efficient</td><td>dónde super</td><td>dónde linformer</td>',
  );
  expect(page).toContain('BLEU');
});

it('pages load the scripts that their content needs', async () => {
  const files = await renderReport(
    reportWith(translationTable({ recordsFolder }), tableOf([], { recordsFolder }), countsTable()),
  );
  const scripts = (name: string) =>
    [...(files.get(name) as string).matchAll(/<script defer src="[./]*assets\/(\w+)\.js"/g)].map(
      ([, script]) => script,
    );
  expect(scripts('index.html')).toEqual(['vega', 'figures']);
  expect(scripts('pages/en-es-translation.html')).toEqual(['tables', 'vega', 'figures']);
  expect(scripts('pages/complexity.html')).toEqual(['tables', 'vega', 'figures']);
  expect(scripts('pages/imdb.html')).toEqual([]);
  for (const name of ['attention', 'method', 'provenance']) expect(scripts(`pages/${name}.html`)).toEqual([]);
});

it('text from records and experiments is never markup', async () => {
  const run = failedRun('super', { error: '<script>alert("x")</script>' });
  const table = tableOf([run], { recordsFolder, title: '<b>IMDB</b>', deviations: ['a < b'] });
  const files = await renderReport(reportWith(table));
  for (const name of ['index.html', 'pages/imdb.html', 'pages/method.html', 'pages/provenance.html']) {
    expect(files.get(name)).not.toMatch(/<script>|<b>/);
  }
  expect(files.get('pages/imdb.html')).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
});

it('what rests on embedded samples says so wherever verdicts stand, on paper too', async () => {
  const runs = gridOfRuns({ seeds: 3 }).map((run) => ({
    ...run,
    data: { ...run.data, source: 'embedded sample' as const },
  }));
  const [sample, full] = await Promise.all(
    [runs, gridOfRuns({ seeds: 3 })].map((own) => renderReport(reportWith(tableOf(own, { recordsFolder })))),
  );
  for (const name of ['index.html', 'summary.html']) {
    expect(sample?.get(name)).toContain('These runs used embedded samples of the data');
    expect(full?.get(name)).not.toContain('embedded samples');
  }
});

it('presets and names are never mixed', () => {
  expect(() => buildReport({ folder, preset: 'sample', tables: [tableOf([])] })).toThrow(
    'report of preset sample: table imdb is of preset cpu; presets are never mixed in a report',
  );
  expect(() => reportWith(tableOf([]), tableOf([]))).toThrow(
    'report of preset cpu: two tables are named imdb',
  );
});
