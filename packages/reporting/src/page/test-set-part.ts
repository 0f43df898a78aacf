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
import { numberCell, pageTable } from './elements.js';

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
  const cells: readonly (readonly [text: string | undefined, value?: number | undefined])[] = [
    [grouped(row.examples), row.examples],
    [`${row.seeds.length}`],
    [summary?.mean.toFixed(digits), summary?.mean],
    [row.interval.map((end) => end.toFixed(digits)).join(' to '), row.interval[0]],
    [test && signed(test.mean, digits), test?.mean],
    [test && interval(test.interval), test?.interval[0]],
    [found?.testSet && spanOf(input, found), found?.testSet?.interval[0]],
    [
      found?.testSet?.mcnemar.map(({ midP }) => pValue(midP).replace(/^p (= )?/, '')).join(', ') || undefined,
      found?.testSet?.mcnemar[0]?.midP,
    ],
  ];
  return html`<tr><th scope="row">${mechanismLabel(row.mechanism)}</th>${cells.map(([text, value]) => numberCell(text, value))}</tr>`;
}
