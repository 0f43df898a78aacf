import { expect, it } from 'vitest';
import { renderReport } from '../../src/files/render.js';
import type { TableInput } from '../../src/input/tables.js';
import { amountOf, unmeasuredText } from '../../src/input/unmeasured.js';
import { buildReport } from '../../src/report/report.js';
import { timesTable } from '../layer-tables.js';
import { PAPER, tableOf } from '../runs.js';
import { speedTable } from '../speed-tables.js';

const toMeasure = { command: 'npm run table -- imdb --preset cpu', units: '95 runs', hours: 29_153 };
const LINE = 'Not measured. To measure: `npm run table -- imdb --preset cpu`, 95 runs, about 29,000 hours.';

it.each<[string, TableInput]>([
  ['training runs', tableOf([], { toMeasure, paper: PAPER })],
  ['single layers', timesTable(3, { toMeasure, records: new Map() })],
  ['step times', speedTable({ overrides: { toMeasure, records: new Map() } })],
])('a table of %s without records is one line, nowhere a grid', async (_, table) => {
  const report = buildReport({ folder: '/reports/cpu', preset: 'cpu', tables: [table] });
  const files = await renderReport(report);
  const own = [...files.keys()].filter((name) => /^(tables|figures)\//.test(name) && !name.endsWith('.bib'));
  expect(own).toEqual([`tables/${table.name}.md`, `tables/${table.name}.tex`]);
  expect(files.get(`tables/${table.name}.md`)).toBe(`${table.title} (preset cpu): ${LINE}\n`);
  expect(files.get(`tables/${table.name}.tex`)).toBe(
    `\\noindent ${table.title} (preset cpu): ${LINE.replaceAll('`', '')}\n`,
  );
  const page = files.get(`pages/${table.name}.html`) as string;
  expect(page).not.toContain('<table');
  const marked = LINE.replace(/`([^`]+)`/, '<code>$1</code>');
  expect(page).toContain(`<p class="summary">${marked}</p>`);
  expect(files.get('index.html')).toContain(marked);
});

it('the page keeps what is known of the paper’s numbers, and what is left out', async () => {
  const unusable = new Map([['super-h4-seed0.json', 'not a valid run record']]);
  const table = tableOf([], { paper: PAPER, unusable });
  const files = await renderReport(buildReport({ folder: '/reports/cpu', preset: 'cpu', tables: [table] }));
  const page = files.get('pages/imdb.html');
  expect(page).toContain('Super, test.accuracy: ≈ 78 %');
  expect(page).toContain('super-h4-seed0.json is left out: not a valid run record');
});

it.each([
  [undefined, '95 runs'],
  [0.004, '95 runs, about 1 minute'],
  [0.7, '95 runs, about 42 minutes'],
  [1.4, '95 runs, about 1 hour'],
  [383, '95 runs, about 380 hours'],
])('%s hours: %s', (hours, text) => {
  expect(amountOf({ command: '', units: '95 runs', ...(hours !== undefined && { hours }) })).toBe(text);
});

it('without a way to measure it, says so alone', () => {
  expect(unmeasuredText({})).toBe('Not measured.');
});
