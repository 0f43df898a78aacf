import { headlineText } from '../claims/headline-findings.js';
import { withUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { counted, mechanismLabel, plusMinus } from '../text/format.js';
import { metricId } from '../training/columns.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding } from '../verdicts/finding.js';
import { mechanismScales, mechanismsOf, subtitleOf, summariesOf, type UntitledFigure } from './figure.js';
import { paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { heading } from './multiples.js';
import { seedsEach, seedsReading } from './reading.js';
import { INK } from './theme.js';

const WIDTH = 176;
const NAMES_WIDTH = 90;
const STEP = 36;

/**
 * The headline metric of every mechanism: seeds as small points below the mean and its interval, the paper's value
 * as a diamond. None without values.
 */
export function headlineFigure(
  table: TrainingTable,
  findings: readonly Finding[],
): UntitledFigure | undefined {
  const { heads, paper } = table.input;
  const metric = headlineOf(table.input);
  const column = metricId('test', metric.metric);
  const summaries = summariesOf(table, column);
  if (summaries.length === 0) return undefined;

  const published = (paper?.values ?? []).filter((one) => one.column === column && one.heads === heads);
  const valued = [...summaries, ...published].map(({ mechanism }) => mechanism);
  const mechanisms = mechanismsOf(table).filter((name) => valued.includes(name));
  const values = mechanisms.flatMap((name) => {
    const summary = summaries.find(({ mechanism }) => mechanism === name);
    const known = published.filter(({ mechanism }) => mechanism === name);
    return [
      ...(summary ? ours(summary, metric.digits) : [{ kind: 'label', text: 'no runs' }]),
      ...known.map(({ value }) => ({ kind: 'paper', value })),
    ].map((value) => ({ mechanism: mechanismLabel(name), ...value }));
  });
  const drawn = [...summaries.flatMap(marks.numbersOf), ...published.map(({ value }) => value)];
  const y = marks.rowNames('mechanism', mechanisms.map(mechanismLabel), NAMES_WIDTH);
  const x = marks.quantity(
    'value',
    { domain: [...paddedExtent(drawn)], zero: false },
    { title: `Test ${withUnit(metric)}`, tickCount: 6 },
  );
  const { color } = marks.byLook(mechanismScales(mechanismsOf(table), mechanisms));
  const reading = [seedsReading(summaries), ...(published.length > 0 ? ['Diamond: the paper.'] : [])];
  return {
    name: metric.metric,
    caption: `Test ${metric.label} of each mechanism, ${seedsEach(summaries)}. ${reading.join(' ')} Right of them: ${hasDeviations(summaries) ? 'mean ± standard deviation' : 'the value'}. Whether a difference from Standard is shown is a matter of the same seeds, not of these intervals.`,
    alternative: `Test ${metric.label} by mechanism: ${summaries.map((summary) => described(summary, metric.digits, metric.unit)).join('; ')}.`,
    what: `Test ${metric.label} by mechanism`,
    finding: table.differences.length > 0 ? headlineText(findings) : undefined,
    subtitle: [
      `${subtitleOf(table, heads)} · ${seedsEach(summaries).replaceAll(' ', '\u00a0')}`,
      reading.join(' '),
    ],
    records: summaries.flatMap(({ files }) => files),
    spec: {
      data: { values },
      width: WIDTH,
      height: STEP * mechanisms.length,
      layer: [
        {
          ...marks.only('mean'),
          mark: { type: 'rule', strokeWidth: 3, strokeCap: 'round' },
          encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
        },
        marks.points(
          marks.only('mean'),
          { ...marks.SOLID, size: 110 },
          { y, x, color, tooltip: marks.meanTooltip(metric) },
        ),
        marks.points(
          marks.only('seed'),
          { filled: true, opacity: 0.6, size: 26, yOffset: 11 },
          { y, x, color, tooltip: marks.seedTooltip(metric) },
        ),
        marks.points(
          marks.only('paper'),
          { shape: 'diamond', filled: false, opacity: 1, size: 90, stroke: INK, strokeWidth: 1.5 },
          { y, x },
        ),
        marks.texts(marks.only('label'), 12, { y, x: marks.AT_END, text: { field: 'text' } }),
        heading(hasDeviations(summaries) ? 'mean ± s.d.' : 'value', 0, { dx: WIDTH + 12 }),
      ],
    },
  };
}

function hasDeviations(summaries: readonly Summary[]): boolean {
  return summaries.some(({ standardDeviation }) => standardDeviation !== undefined);
}

function ours(summary: Summary, digits: number) {
  const { mean, standardDeviation, values, seeds, files } = summary;
  return [
    { kind: 'mean', value: mean, ...marks.barOf(summary) },
    ...values.map((value, at) => ({ kind: 'seed', value, seed: seeds[at], record: files[at] })),
    { kind: 'label', text: plusMinus(mean, standardDeviation, digits) },
  ];
}

function described(summary: Summary, digits: number, unit: string): string {
  const { mechanism, heads, mean, standardDeviation, seeds } = summary;
  const value = `${plusMinus(mean, standardDeviation, digits)} ${unit}`.trim();
  return `${mechanismLabel(mechanism)} with ${counted(heads, 'head')} ${value} over ${counted(seeds.length, 'seed')}`;
}
