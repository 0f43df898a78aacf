import { expect, it } from 'vitest';
import type { TableInput } from '../../src/input/tables.js';
import { buildReport } from '../../src/report/report.js';
import { renderSummary } from '../../src/summary/summary.js';
import { countsTable, timesTable } from '../layer-tables.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';
import { imageTable, textTable, translationTable } from '../training-tables.js';

const TO_MEASURE = { command: 'npm run table -- mnist --preset cpu', units: '12 runs', hours: 1.94 };

const summaryOf = (tables: readonly TableInput[]) =>
  renderSummary(buildReport({ folder: '/reports/cpu', preset: 'cpu', tables }));
const unmeasured = tableOf([], { name: 'mnist', title: 'MNIST', toMeasure: TO_MEASURE });
const summary = summaryOf([
  textTable(),
  translationTable(),
  unmeasured,
  countsTable(),
  timesTable(3, { records: new Map() }),
]);
const rowOf = (name: string) => summary.split('\n').find((line) => line.startsWith(`| ${name}`));

it('has a row for each measured table: Standard’s mean, and of the others the difference and what is shown', () => {
  expect(summary).toMatch(/^\| Data set +\| +Standard \| +Optimised \| +Efficient \| +Super \| +Seeds \|$/m);
  expect(rowOf('IMDB, accuracy (%)')).toMatch(
    /^\| IMDB, accuracy \(%\) +\| +7\d\.\d\d \|( +[+−]\d\.\d\d \((open|ahead|behind|as good as)\) \|){3} +3 \|$/,
  );
  expect(rowOf('Translation, BLEU')).toMatch(/^\| Translation, BLEU +\| +21\.00 \|/);
  expect(summary).not.toMatch(/Linformer|d_m/);
});

it('counts the seeds of differences, not a baseline’s', () => {
  const runs = [...gridOfRuns({ seeds: 3 }), completeRun('linformer')];
  expect(summaryOf([tableOf(runs, { baselines: ['linformer'] })])).toMatch(/^\| IMDB, .* 3 \|$/m);
});

it('has what isn’t measured in one line, with how much it is', () => {
  expect(summary).toContain(
    '\nNot measured with this preset: MNIST (12 runs, about 2 hours) and One attention layer; `npm run table -- mnist --preset cpu` measures the first.\n',
  );
  expect(summaryOf([tableOf([])])).toMatch(
    /^Not measured with this preset: IMDB\.\n\nThe paper’s claims:\n\n- \*\*not measured\*\*: 1 \(v2\)/,
  );
});

it('has the claims by their verdict', () => {
  expect(summary).toMatch(/^- \*\*contradicted\*\*: 2 \(v2\) fewer multiplications per head; 4 \(v2\)/m);
  expect(summary).toMatch(/^- \*\*open\*\*: 1 \(v2\)/m);
  expect(summary.match(/^- \*\*/gm)?.length).toBeLessThanOrEqual(4);
});

it('has at most half of the thirty lines that two presets have in the README, with all six tables', () => {
  const names = ['imdb', 'amazon-reviews', 'mnist', 'imagenet'];
  const tables = [
    ...names.map((name) => {
      const table = textTable({ name });
      const records = new Map([...table.records].map(([file, run]) => [file, { ...run, experiment: name }]));
      return { ...table, records };
    }),
    imageTable(),
    translationTable(),
    tableOf([], { name: 'others', toMeasure: TO_MEASURE }),
  ];
  const full = summaryOf(tables);
  expect(full.split('\n').filter((line) => line.startsWith('| ')).length).toBe(8);
  expect(full.split('\n').length).toBeLessThanOrEqual(19);
  expect(summary.split('\n').length).toBeLessThanOrEqual(15);
});
