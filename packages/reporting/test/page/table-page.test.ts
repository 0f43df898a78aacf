import { describe, expect, it } from 'vitest';
import type { TableInput } from '../../src/input/tables.js';
import { tablePageOf } from '../../src/page/table-page.js';
import { buildReport } from '../../src/report/report.js';
import { timesTable } from '../layer-tables.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';
import { speedTable } from '../speed-tables.js';
import { startedTable } from '../started-tables.js';
import { textTable, translationTable } from '../training-tables.js';

function page(input: TableInput, others: readonly TableInput[] = []) {
  const report = buildReport({ folder: '/reports/cpu', preset: 'cpu', tables: [input, ...others] });
  const table = report.tables.find((one) => one.input.name === input.name);
  if (!table) throw new Error('no table');
  const headline = report.headlines.get(input.name);
  const files = [
    'tables/imdb.md',
    'tables/imdb.csv',
    'figures/imdb-curves.vl.json',
    'figures/imdb-curves.svg',
  ];
  const { title, main } = tablePageOf({ table, headline, figures: [], files, recordsPath: '../../runs' });
  return { title, markup: main.markup };
}

/** The text between two marks. */
function between(text: string, start: string, end: string): string {
  return text.split(start)[1]?.split(end)[0] ?? '';
}

describe('a page of training runs', () => {
  const changed = [{ path: 'training.epochs', before: '10', after: '5' }];
  const { title, markup } = page(textTable({ changed }), [speedTable()]);

  it('has the finding as its title', () => {
    expect(title).toBe(
      'IMDB: Super is ahead of Standard; Optimised is as good as Standard; Efficient is open',
    );
    expect(page(tableOf([])).title).toBe('IMDB: not measured');
  });

  it('says what is shown, of which data and preset, before anything else', () => {
    const places = [
      '<p class="summary">',
      '<p class="data">',
      'Preset cpu',
      'class="results sortable headline"',
      '<details id="columns">',
      'id="differs"',
      'id="differences"',
      'id="runs"',
      'id="files"',
    ].map((mark) => markup.indexOf(mark));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect([...places].sort((left, right) => left - right)).toEqual(places);
  });

  it('has starts of W^A by number of training examples where they were trained', () => {
    const starts = between(page(startedTable()).markup, '<section id="start"', '</section>');
    expect(starts).toContain('W^A’s start by number of training examples</h2>');
    const rows = starts.split('<tr><th scope="row">').slice(1);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatch(
      /^Super from Glorot<\/th><td data-value="2000">2,000<\/td><td>5<\/td><td data-value="-/,
    );
    expect(rows[0]?.match(/class="none"/g)).toHaveLength(3);
    expect(rows[1]).toMatch(/^Super from identity<.*>\+\d\.\d\d to \+\d\.\d\d</);
    expect(markup).not.toContain('id="start"');
  });

  it('sets what the preset changes beside what is stated for the paper', () => {
    expect(markup).toContain('<a href="#differs">1 setting other than the paper’s</a>');
    expect(between(markup, '<table class="changed">', '</table>')).toContain(
      '<tr><th scope="row">Epochs</th><td>10</td><td>5</td></tr>',
    );
  });

  it('has the command that makes it again in the row of every run', () => {
    const runs = between(markup, '<table class="runs sortable">', '</table>');
    const rows = runs.split('<tr>').filter((row) => row.includes('seed'));
    const commands = rows.map((row) =>
      between(row, '<code class="command">', '</code>').replace(/<[^>]+>/g, ''),
    );
    expect(commands).toHaveLength(rows.length);
    expect(commands).toContain('npx better-attention train -u imdb/cpu/super-h2-seed1 --again --yes');
    expect(new Set(commands).size).toBe(rows.length);
  });

  it('folds runs where there are many', () => {
    expect(markup).toContain('<details><summary>58 runs</summary>');
    const few = page(tableOf(gridOfRuns({ seeds: 3 }))).markup;
    expect(few).toContain('<table class="runs sortable">');
    expect(few).not.toContain('12 runs</summary>');
  });

  it('sorts intervals and p values by their numbers', () => {
    const [first] = between(markup, '<table class="differences sortable">', '</table>')
      .split('<tr>')
      .filter((row) => row.includes('Optimised'));
    const cells = [...(first ?? '').matchAll(/<td(?: data-value="([^"]+)")?>([^<]*)/g)];
    const interval = cells.find(([, , text]) => text?.includes(' to '));
    expect(Number(interval?.[1]).toFixed(2)).toBe(
      interval?.[2]?.split(' to ')[0]?.replace('−', '-').replace('+', ''),
    );
    const tests = cells.filter(([, , text]) => text?.startsWith('p '));
    expect(tests).toHaveLength(4);
    expect(tests.every(([, value]) => Number(value) >= 0)).toBe(true);
    const sizes = between(page(sized()).markup, '<table class="sizes sortable">', '</table>');
    expect(sizes).toContain('<td data-value="3168">3,168');
  });

  it('names columns with their group, for those who sort by ear', () => {
    expect(markup).toContain('<span class="unseen">Validation </span>loss');
  });

  it('has no empty table where there are no runs', () => {
    const empty = page(tableOf([])).markup;
    expect(empty).not.toContain('<table class="results');
    expect(empty).toContain('Not measured.');
  });

  it('labels translations for narrow screens', () => {
    expect(page(translationTable()).markup).toContain('<td data-label="Reference">¿Dónde está?</td>');
  });

  it('links the files of one name on a line', () => {
    expect(markup).toContain(
      '<li>figures/imdb-curves: <a href="../figures/imdb-curves.vl.json">.vl.json</a>, <a href="../figures/imdb-curves.svg">.svg</a></li>',
    );
  });

  function sized() {
    const models = new Map(
      ['standard', 'optimised'].map((name) => [
        name,
        { parameters: { model: 9, attention: 8, layer: 7 }, matmulsPerHead: 4 },
      ]),
    );
    const counted = ['cpu', 'paper'].map((preset) => ({
      preset,
      heads: 4,
      contextLength: 32,
      modelWidth: 32,
      models,
    }));
    return tableOf(gridOfRuns({ seeds: 1 }), { counted });
  }
});

describe('a page of times', () => {
  it('has what the preset changes, and the command of every record', () => {
    const { markup } = page(timesTable(1, { changed: [{ path: 'repetitions', before: '5', after: '3' }] }));
    expect(markup).toContain('<tr><th scope="row">Repetitions</th><td>5</td><td>3</td></tr>');
    expect(markup.replace(/<[^>]+>/g, '')).toMatch(
      /better-attention train -u [\w-]+\/cpu\/repetition0 --again --yes/,
    );
  });
});

it('a page of step times has its tables before the same in words, and its many records folded', () => {
  const { markup } = page(speedTable({ repetitions: 9 }));
  const places = [
    '<table class="results',
    '<summary>The same in words</summary>',
    '<summary>27 records</summary>',
  ];
  const at = places.map((mark) => markup.indexOf(mark));
  expect(at.every((place) => place >= 0)).toBe(true);
  expect([...at].sort((left, right) => left - right)).toEqual(at);
  expect(page(speedTable({ repetitions: 2 })).markup).not.toContain('records</summary>');
});

it('a page without differences has no table of them', () => {
  expect(page(tableOf([completeRun('super')])).markup).not.toContain('id="differences"');
});
