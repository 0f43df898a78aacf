import { differenceUnit, withUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import { tableBody } from '../renderers/table-html.js';
import { grouped, mechanismLabel, pValue, signed } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { metricId } from '../training/columns.js';
import { mainSummaries } from '../training/summaries.js';
import type { TestedRow } from '../training/test-set.js';
import { spanOf } from '../training/test-set-text.js';
import type { TrainingTable } from '../training/training-table.js';
import { NONE, pageTable } from './elements.js';

/** How far the headline would move with another test set; nothing where no run records its test examples. */
export function renderTestSet(table: TrainingTable): Html | undefined {
  const { input, tested } = table;
  if (tested.length === 0) return undefined;
  const headline = headlineOf(input);
  const columns = [
    'Mechanism',
    'Test examples',
    'Seeds',
    `Test ${withUnit(headline)}`,
    '95 % interval',
    `Difference from Standard (${differenceUnit(headline)})`,
    'over seeds',
    'over seeds and test sets',
    'McNemar, mid-p by seed',
  ];
  return pageTable({
    className: 'test-set sortable',
    label: `Test set: ${input.title}`,
    caption: `How far test ${headline.label} would move with other test sets of this size; of three or more seeds with other seeds too`,
    columns,
    bodies: [tableBody(tested.map((row) => rowOf(table, row)))],
  });
}

function rowOf({ input, summaries, differences }: TrainingTable, row: TestedRow): Html {
  const { digits, metric } = headlineOf(input);
  const summary = mainSummaries(summaries, input, metricId('test', metric)).find(
    ({ mechanism }) => mechanism === row.mechanism,
  );
  const found = differences.find(({ mechanism }) => mechanism.mechanism === row.mechanism);
  const test = found?.comparison?.test;
  const interval = ([low, high]: readonly [number, number]) =>
    `${signed(low, digits)} to ${signed(high, digits)}`;
  const cells = [
    grouped(row.examples),
    `${row.seeds.length}`,
    summary?.mean.toFixed(digits),
    row.interval.map((end) => end.toFixed(digits)).join(' to '),
    test && signed(test.mean, digits),
    test && interval(test.interval),
    found?.testSet && spanOf(input, found),
    found?.testSet?.mcnemar.map(({ midP }) => pValue(midP).replace(/^p (= )?/, '')).join(', ') || undefined,
  ];
  return html`<tr><th scope="row">${mechanismLabel(row.mechanism)}</th>${cells.map((cell) => html`<td>${cell ?? NONE}</td>`)}</tr>`;
}
