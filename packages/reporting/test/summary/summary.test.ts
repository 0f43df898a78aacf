import { expect, it } from 'vitest';
import type { TableInput } from '../../src/input/tables.js';
import { buildReport } from '../../src/report/report.js';
import { renderSummary } from '../../src/summary/summary.js';
import { countsTable, timesTable } from '../layer-tables.js';
import { tableOf } from '../runs.js';
import { textTable, translationTable } from '../training-tables.js';

const summaryOf = (tables: readonly TableInput[]) =>
  renderSummary(buildReport({ folder: '/reports/cpu', preset: 'cpu', tables }));
const summary = summaryOf([
  textTable(),
  translationTable(),
  tableOf([], { name: 'mnist', title: 'MNIST' }),
  countsTable(),
  timesTable(),
]);
const rowsOf = (name: string) => summary.split('\n').filter((line) => line.startsWith(`| ${name} `));

it('has a row for each mechanism and a column for each measured table, with the paper’s value where it is known', () => {
  expect(summary).toMatch(
    /^\| Mechanism +\| +IMDB \(22,500 \+ 25,000 reviews\): accuracy \(%\) \| Paper \| English–Spanish translation \(22,500 \+ 25,000 pairs\): BLEU \|$/m,
  );
  const [results, times] = rowsOf('Super');
  expect(results).toMatch(
    /^\| Super +\| +(\*\*)?\d\d\.\d\d ± \d\.\d\d(\*\*)? \(\d\) \| +≈ 78 \| +21\.00 ± 1\.00 \(1\) \|$/,
  );
  expect(times).toMatch(/^\| Super +\| +\d+\.\d \(0\.\d\d×\) \| +\d+\.\d \(0\.\d\d×\) \|$/);
  expect(rowsOf('Multi query')).toHaveLength(2);
  expect(summary).toContain(
    'Seeds of each mechanism: IMDB (22,500 + 25,000 reviews) 3, English–Spanish translation (22,500 + 25,000 pairs) 3.',
  );
  expect(summary).toContain('Not measured with this preset: MNIST.');
});

it('has the layers of the base’s size, where they turn, and the verdicts', () => {
  const [, , counts, times] = rowsOf('Efficient');
  expect(counts).toMatch(/^\| Efficient +\| +8,192 \(0\.50×\) \| +4 \| +2\.10 \(0\.67×\) \|$/);
  expect(times).toMatch(/^\| Efficient +\| +0\.106 ± 0\.00105 \(0\.67×\) \| +6\.78 ± 0\.0671 \(0\.67×\) \|$/);
  expect(summary).toContain('- Parameters without biases: Super has fewer than Standard while');
  expect(summary).not.toContain('Standard 16,384: 25 % fewer');
  expect(summary).toContain('- Latency relative to Standard’s, batch 64, from ℓ = 16 to ℓ = 256');
  expect(summary).toMatch(/^ {4}1 v2 {2}open /m);
});

it('says so where nothing is measured', () => {
  const empty = summaryOf([tableOf([])]);
  expect(empty).toMatch(
    /^Not measured with this preset: IMDB\.\n\nThe paper’s claims.*:\n\n {4}1 v2 {2}not measured/,
  );
});
