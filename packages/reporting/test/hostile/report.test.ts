import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttentionMaps,
  attentionMaps,
  layerRecord,
  readable,
  runRecord,
} from '@better-attention/records';
import { Resvg } from '@resvg/resvg-js';
import { fromCSV } from 'arquero';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withoutLatex } from '../../../../testing/skipped.js';
import { checkReport } from '../../src/files/check.js';
import { renderReport } from '../../src/files/render.js';
import { writeReport } from '../../src/files/write.js';
import type { TableInput, TrainingTableInput } from '../../src/input/tables.js';
import { renderCsv } from '../../src/renderers/table-csv.js';
import { renderLatex } from '../../src/renderers/table-latex.js';
import { buildReport, type Report } from '../../src/report/report.js';
import { renderBrief, renderExcerpt } from '../../src/summary/excerpt.js';
import { renderSummary } from '../../src/summary/summary.js';
import { renderVerdicts } from '../../src/summary/verdicts.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { timesTable } from '../layer-tables.js';
import { image, mapsOf, words } from '../maps.js';
import { completeRun, failedRun, PAPER, tableOf } from '../runs.js';
import { HOSTILE, hostile } from './texts.js';

let repository: string;
beforeAll(async () => {
  repository = await mkdtemp(join(tmpdir(), 'a hostile report '));
});
afterAll(() => rm(repository, { recursive: true }));

const input = { kind: 'text' as const, tokens: words(6) };
const samples = [{ source: 'Where is it?', reference: '¿Dónde está?', output: 'dónde' }];
const runs = ['standard', 'super'].flatMap((mechanism) =>
  [0, 1, 2].map((seed) => completeRun(mechanism, { seed, samples })),
);

/** Tables with the text in every place that one from data, from an experiment or from its `paper.json` can have. */
function tablesWith(text: string): TableInput[] {
  const stated = {
    title: `Title: ${text}`,
    preset: { name: 'cpu', because: text },
    deviations: [text],
    remarks: [text],
    unusable: new Map([[text, text]]),
    paper: {
      values: PAPER.values.map((value) => ({ ...value, note: text, table: text })),
      context: PAPER.context.map((row) => ({ ...row, label: text, source: text, note: text })),
    },
  };
  const records = [...runs, failedRun('super', { seed: 3 })].map((run) => hostile(run, text, runRecord));
  const other = completeRun('super', { seed: 4 });
  const training = (name: string, maps: AttentionMaps): TrainingTableInput => {
    const renamed = [...records, other].map((run) => ({ ...run, experiment: name }));
    const attention = hostile(maps, text, attentionMaps);
    return tableOf(renamed, {
      ...stated,
      name,
      recordsFolder: join(repository, 'runs'),
      attention: new Map([['super-h4-seed0.json', attention]]),
    });
  };
  const times = timesTable(1);
  return [
    training('imdb', mapsOf('super', [{ label: 'a', input, layer: 'block', queries: 6, keys: 6 }])),
    training(
      'cifar100',
      mapsOf('super', [{ label: 'a', input: image(12, 3), layer: 'block', queries: 4, keys: 4 }]),
    ),
    timesTable(1, {
      ...stated,
      paper: { values: [], context: [] },
      records: new Map(
        [...times.records].map(([file, record]) => [file, hostile(record, text, layerRecord)]),
      ),
    }),
  ];
}

const reportOf = (text: string): Report =>
  buildReport({ folder: join(repository, 'reports', 'cpu'), preset: 'cpu', tables: tablesWith(text) });

/** The names of the elements of a page in their order, and whether each is closed where it must be. */
function elementsOf(page: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const markup = page.replace(/<script type="application\/json">[^<]*<\/script>/g, '');
  for (const [, closing, name, self] of markup
    .replace(/<!doctype html>|<(meta|link|img)\b[^>]*>/g, '')
    .matchAll(/<(\/?)([a-z0-9]+)\b[^>]*?(\/?)>/gi)) {
    if (closing) expect(open.pop()).toBe(name);
    else names.push(name as string);
    if (!closing && !self) open.push(name as string);
  }
  expect(open).toEqual([]);
  return names;
}

const shapeOf = (table: string) =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replaceAll('\\|', '').split('|').length);

describe('the XML parser of these tests', () => {
  it.each(['\u0008', '\ufffe', '&', '<b>', '\u001b'])('refuses %j in a text', (text) => {
    const svg = (content: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>${content}</text></svg>`;
    expect(() => new Resvg(svg('a'))).not.toThrow();
    expect(() => new Resvg(svg(text))).toThrow(
      /^SVG data parsing failed cause (invalid character data|malformed entity reference|expected 'b' tag)/,
    );
  });
});

describe('a report whose texts are all', () => {
  let plain: Map<string, string | { svg: string }>;
  beforeAll(async () => {
    plain = await renderReport(reportOf('a text'));
  });

  it.each(Object.keys(HOSTILE))('%s is whole', async (kind) => {
    const text = HOSTILE[kind] as string;
    const report = reportOf(text);
    const files = await renderReport(report);
    expect([...files.keys()]).toEqual([...plain.keys()]);
    for (const [name, content] of files) {
      if (name.startsWith('assets/')) continue;
      const shown = typeof content === 'string' ? content : content.svg;
      expect(readable(shown), name).toBe(shown);
      if (name.endsWith('.svg')) expect(() => new Resvg(shown), name).not.toThrow();
      if (name.endsWith('.json')) expect(() => JSON.parse(shown), name).not.toThrow();
      if (name.endsWith('.html')) {
        expect(shown, name).not.toMatch(/<script>|<img src=x|<b>/);
        expect(elementsOf(shown), name).toEqual(expect.arrayContaining(['html', 'main', 'footer']));
      }
      if (name.endsWith('.md')) expect(shapeOf(shown), name).toEqual(shapeOf(plain.get(name) as string));
      if (name.endsWith('.csv')) {
        const cells = fromCSV(shown, { autoType: false });
        const expected = fromCSV(plain.get(name) as string, { autoType: false });
        expect([cells.numRows(), cells.columnNames()]).toEqual([expected.numRows(), expected.columnNames()]);
        expect(shown).not.toMatch(/(^|,)"?[=+@]/m);
      }
    }
    for (const table of report.tables) {
      for (const said of [renderBrief(table), renderExcerpt(table)]) expect(readable(said)).toBe(said);
    }
    expect(
      renderVerdicts(report.claims)
        .split('\n')
        .every((line) => line.length < 100),
    ).toBe(true);
    const summary = renderSummary(report);
    expect(readable(summary)).toBe(summary);
  });

  it('control characters is written, pictures too, and checked', async () => {
    const report = reportOf(Object.values(HOSTILE).slice(0, 9).join(' '));
    await writeReport(report);
    expect(await checkReport(report)).toEqual([]);
    const page = await readFile(join(report.folder, 'pages', 'imdb.html'), 'utf8');
    expect(page).toContain('[U+0000][U+0001]');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

it('a report with a picture that can’t be drawn leaves nothing', async () => {
  const folder = join(repository, 'reports', 'broken');
  const report = buildReport({ folder, preset: 'cpu', tables: [tableOf(runs)] });
  const render = vi.spyOn(Resvg.prototype, 'render').mockImplementation(() => {
    throw new Error('no memory for the picture');
  });
  await expect(writeReport(report)).rejects.toThrow('no memory for the picture');
  render.mockRestore();
  await expect(readdir(folder)).rejects.toThrow(/ENOENT/);
});

it('a cell of a CSV is never a formula', () => {
  const { model } = buildTrainingTable(tableOf(runs));
  const [row, ...rows] = model.rows;
  for (const text of ['=1+1', '+1', '-1', '@SUM(1)', '\t=1']) {
    const csv = renderCsv({
      ...model,
      rows: [{ ...(row as (typeof rows)[0]), mechanism: text, cells: [] }, ...rows],
    });
    const [first] = fromCSV(csv, { autoType: false }).objects() as Record<string, string>[];
    expect(first?.mechanism).toBe(`'${text}`);
  }
});

const installed = spawnSync('pdflatex', ['--version']).status === 0;

describe.skipIf(!installed)(`LaTeX tables${withoutLatex(installed)}`, () => {
  it.each(Object.keys(HOSTILE))('of %s compile', { timeout: 60_000 }, async (kind) => {
    const folder = await mkdtemp(join(repository, 'latex '));
    const source = [
      '\\documentclass{article}',
      '\\usepackage{booktabs,graphicx}',
      '\\begin{document}',
      ...tablesWith(HOSTILE[kind] as string).flatMap((table) =>
        table.kind === 'training' ? [renderLatex(buildTrainingTable(table).model)] : [],
      ),
      '\\end{document}',
    ].join('\n');
    await writeFile(join(folder, 'tables.tex'), source);
    execFileSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'tables.tex'], { cwd: folder });
    const log = await readFile(join(folder, 'tables.log'), 'latin1');
    expect(log).toMatch(/Output written on tables\.pdf \(\d+ page/);
    expect(log).not.toMatch(/^!|Missing character/m);
  });
});
