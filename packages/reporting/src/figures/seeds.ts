import { counted, plusMinus } from '../format.js';
import { headlineOf, mechanismLabel, withUnit } from '../report-table.js';
import { metricId } from '../table/columns.js';
import type { Summary } from '../table/model.js';
import {
  type Figure,
  type FigureInput,
  meanTooltip,
  mechanismScales,
  mechanismsOf,
  only,
  SCHEMA,
  seedTooltip,
  subtitleOf,
  summariesOf,
  usermeta,
} from './figure.js';
import { paddedExtent } from './layout.js';
import { CONFIG, INK } from './theme.js';

const WIDTH = 260;
const STEP = 36;

/**
 * The headline metric of every mechanism: seeds as small points below the mean and its interval, the paper's value
 * as a diamond. None without values.
 */
export function seedsFigure(input: FigureInput): Figure | undefined {
  const { table, built } = input;
  const { heads } = table;
  const metric = headlineOf(table);
  const column = metricId('test', metric.metric);
  const summaries = summariesOf(input, column, heads);
  if (summaries.length === 0) return undefined;

  const mechanisms = mechanismsOf(built);
  const published = (table.paper?.values ?? []).filter((one) => one.column === column && one.heads === heads);
  const values = mechanisms.flatMap((name) => {
    const summary = summaries.find(({ mechanism }) => mechanism === name);
    const paper = published.filter(({ mechanism }) => mechanism === name);
    return [
      ...(summary ? ours(summary, metric.digits) : [{ kind: 'label', text: 'no runs' }]),
      ...paper.map(({ value }) => ({ kind: 'paper', value })),
    ].map((value) => ({ mechanism: mechanismLabel(name), ...value }));
  });
  const drawn = [
    ...summaries.flatMap(({ values: own, interval }) => [...own, ...(interval ?? [])]),
    ...published.map(({ value }) => value),
  ];
  const y = {
    field: 'mechanism',
    type: 'nominal' as const,
    scale: { domain: mechanisms.map(mechanismLabel) },
    axis: { title: null, ticks: false, domain: false, labelPadding: 8, labelFontSize: 12 },
  };
  const x = {
    field: 'value',
    type: 'quantitative' as const,
    scale: { domain: [...paddedExtent(drawn)], zero: false },
    axis: { title: `Test ${withUnit(metric)}`, tickCount: 6 },
  };
  const color = {
    field: 'mechanism',
    type: 'nominal' as const,
    scale: mechanismScales(mechanisms).colour,
    legend: null,
  };
  const marks = [
    'Small points: seeds. Large point and bar: mean and 95 % interval.',
    ...(published.length > 0 ? ['Diamond: the paper.'] : []),
  ];
  return {
    name: metric.metric,
    caption: `Test ${metric.label} of each mechanism. Small points are seeds; the large point is their mean, the bar its 95 % bootstrap interval (from three seeds on), and the text mean ± standard deviation.${published.length > 0 ? ' Diamonds are the paper’s values.' : ''}`,
    alternative: `Test ${metric.label} by mechanism: ${summaries.map((summary) => described(summary, metric.digits, metric.unit)).join('; ')}.`,
    spec: {
      $schema: SCHEMA,
      description: `Test ${metric.label} by mechanism; ${table.title}, preset ${table.preset.name}`,
      usermeta: usermeta(
        input,
        summaries.flatMap(({ files }) => files),
      ),
      config: CONFIG,
      title: { text: table.title, subtitle: [subtitleOf(table, heads), ...marks] },
      data: { values },
      width: WIDTH,
      height: STEP * mechanisms.length,
      layer: [
        {
          transform: only('mean'),
          mark: { type: 'rule', strokeWidth: 3, strokeCap: 'round' },
          encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
        },
        {
          transform: only('mean'),
          mark: { type: 'point', filled: true, opacity: 1, size: 110 },
          encoding: { y, x, color, tooltip: meanTooltip(metric) },
        },
        {
          transform: only('seed'),
          mark: { type: 'point', filled: true, opacity: 0.6, size: 26, yOffset: 11 },
          encoding: { y, x, color, tooltip: seedTooltip(metric) },
        },
        {
          transform: only('paper'),
          mark: {
            type: 'point',
            shape: 'diamond',
            filled: false,
            opacity: 1,
            size: 90,
            stroke: INK,
            strokeWidth: 1.5,
          },
          encoding: { y, x },
        },
        {
          transform: only('label'),
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: 12 },
          encoding: { y, x: { value: 'width' }, text: { field: 'text' } },
        },
      ],
    },
  };
}

function ours(summary: Summary, digits: number) {
  const { mean, standardDeviation, interval, values, seeds, files } = summary;
  const [low, high] = interval ?? [mean, mean];
  return [
    { kind: 'mean', value: mean, low, high },
    ...values.map((value, at) => ({ kind: 'seed', value, seed: seeds[at], record: files[at] })),
    { kind: 'label', text: plusMinus(mean, standardDeviation, digits) },
  ];
}

function described(summary: Summary, digits: number, unit: string): string {
  const { mechanism, heads, mean, standardDeviation, seeds } = summary;
  const value = `${plusMinus(mean, standardDeviation, digits)} ${unit}`.trim();
  return `${mechanismLabel(mechanism)} with ${counted(heads, 'head')} ${value} over ${counted(seeds.length, 'seed')}`;
}
