import { expect, it } from 'vitest';
import { renderReport } from '../../src/files/render.js';
import type { TableInput } from '../../src/input/tables.js';
import { type BuiltTable, buildReport } from '../../src/report/report.js';
import { renderSummary } from '../../src/summary/summary.js';
import { countsTable, timesTable } from '../layer-tables.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';
import { textTable } from '../training-tables.js';

const place = { folder: '/reports/cpu', preset: 'cpu' };

it('has training tables first, those of the paper in its order, and the claims that they are judged by', () => {
  const mnist = tableOf([], { name: 'mnist' });
  const report = buildReport({ ...place, tables: [timesTable(), textTable(), countsTable(), mnist] });
  expect(report.tables.map(({ input }) => input.name)).toEqual([
    'mnist',
    'imdb',
    'inference-speed',
    'complexity',
  ]);
  const [first] = report.claims;
  expect(first?.tables.map(({ table }) => table)).toEqual(['imdb']);
  expect(first?.layers.map(({ sweep }) => sweep)).toEqual(['complexity']);
});

it('has a table of another preset where the report’s stands for that', () => {
  const runs = gridOfRuns({ seeds: 1 }).map((run) => ({ ...run, preset: 'paper' }));
  const preset = { name: 'paper', insteadOf: 'cpu' };
  const { tables } = buildReport({ ...place, tables: [tableOf(runs, { preset })] });
  expect(tables.map(({ input }) => input.preset.name)).toEqual(['paper']);
  expect(() =>
    buildReport({ ...place, tables: [tableOf(runs, { preset: { ...preset, insteadOf: 'sample' } })] }),
  ).toThrow('report of preset cpu: table imdb is of preset paper');
});

it('refuses records of another table, preset or kind', () => {
  const withRecord = (preset: string) => tableOf([completeRun('super', { preset })]);
  expect(() => buildReport({ ...place, tables: [withRecord('sample')] })).toThrow(
    'super-h4-seed0.json is a run of imdb, preset sample',
  );
  const { records } = timesTable();
  expect(() => buildReport({ ...place, tables: [countsTable({ records })] })).toThrow(
    'report of complexity, preset cpu: repetition0.json is of inference-speed, preset cpu, kind latency',
  );
  expect(() => buildReport({ ...place, tables: [countsTable({ name: '../counts' })] })).toThrow(
    'expected words-and-dashes, got "../counts"',
  );
});

it('builds a table once: files and summary take what is built', async () => {
  let reads = 0;
  const counting = (input: TableInput) =>
    new Proxy(input, {
      get: (target, key, receiver) => {
        if (key === 'unusable') reads++;
        return Reflect.get(target, key, receiver);
      },
    });
  const report = buildReport({
    ...place,
    tables: [counting(tableOf(gridOfRuns(), { unusable: new Map() }))],
  });
  expect(reads).toBe(1);
  const tables = report.tables.map((table) => ({ ...table, input: counting(table.input) }) as BuiltTable);
  await renderReport({ ...report, tables });
  renderSummary({ ...report, tables });
  expect(reads).toBe(1);
});
