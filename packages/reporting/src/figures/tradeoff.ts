import { counted, significant } from '../format.js';
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
import { marginLabels, paddedExtent } from './layout.js';
import { CONFIG } from './theme.js';

const WIDTH = 280;
const HEIGHT = 220;

/** What the headline is set against. */
interface Price {
  /** Ends the figure's file name. */
  name: string;
  column: string;
  label: string;
  title: string;
  /** Pixels between a mean and its seeds, where they share one price. */
  apart: number;
}

const PARAMETERS: Price = {
  name: 'parameters',
  column: 'attentionParameters',
  label: 'attention parameters',
  title: 'Attention parameters',
  apart: 9,
};
const TRAINING: Price = {
  name: 'train-time',
  column: 'trainSeconds',
  label: 'training time',
  title: 'Training time (s)',
  apart: 0,
};

/** The headline against the parameters of attention. None with fewer than two mechanisms. */
export function parametersFigure(input: FigureInput): Figure | undefined {
  return tradeoffFigure(input, PARAMETERS);
}

/** The headline against the time of training. None where the runs' times don't compare. */
export function trainTimeFigure(input: FigureInput): Figure | undefined {
  return input.built.comparability.times ? tradeoffFigure(input, TRAINING) : undefined;
}

interface Point {
  headline: Summary;
  price: Summary;
}

function tradeoffFigure(input: FigureInput, price: Price): Figure | undefined {
  const { table, built } = input;
  const metric = headlineOf(table);
  const headlines = summariesOf(input, metricId('test', metric.metric), table.heads);
  const prices = summariesOf(input, price.column, table.heads);
  const points = headlines.flatMap((headline): Point[] => {
    const found = prices.find(({ mechanism }) => mechanism === headline.mechanism);
    return found ? [{ headline, price: found }] : [];
  });
  if (points.length < 2) return undefined;

  const extent = paddedExtent(
    points.flatMap(({ headline }) => [...headline.values, ...(headline.interval ?? [])]),
  );
  const means = points.map(meanRow);
  const values = [
    ...points.flatMap(seedRows),
    ...means,
    ...marginLabels(means, extent, HEIGHT).map((label, at) => ({
      ...label,
      kind: 'label',
      mean: means[at]?.value,
    })),
  ];
  const scales = mechanismScales(mechanismsOf(built));
  const color = { field: 'mechanism', type: 'nominal' as const, scale: scales.colour, legend: null };
  const shape = { field: 'mechanism', type: 'nominal' as const, scale: scales.shape, legend: null };
  const x = {
    field: 'price',
    type: 'quantitative' as const,
    scale: { domain: [...paddedExtent(points.flatMap((one) => one.price.values))], zero: false, nice: false },
    axis: { title: price.title, tickCount: 5, grid: false },
  };
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    scale: { domain: [...extent], zero: false, nice: false },
    axis: { title: `Test ${withUnit(metric)}`, tickCount: 5 },
  };
  const marks = 'Small points: seeds. Large point and bar: mean and 95 % interval.';
  return {
    name: price.name,
    caption: `Test ${metric.label} against ${price.label}: small points are seeds, large points means, bars their 95 % bootstrap intervals (from three seeds on). Further left is cheaper, further ${metric.better === 'higher' ? 'up' : 'down'} is better.`,
    alternative: `Test ${metric.label} against ${price.label}: ${points
      .map(
        ({ headline, price: paid }) =>
          `${mechanismLabel(headline.mechanism)} ${headline.mean.toFixed(metric.digits)} at ${significant(paid.mean)}`,
      )
      .join('; ')}.`,
    spec: {
      $schema: SCHEMA,
      description: `Test ${metric.label} against ${price.label} with ${counted(table.heads, 'head')}; ${table.title}, preset ${table.preset.name}`,
      usermeta: usermeta(
        input,
        points.flatMap(({ headline }) => headline.files),
      ),
      config: CONFIG,
      title: { text: table.title, subtitle: [subtitleOf(table, table.heads), marks] },
      data: { values },
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          transform: only('label'),
          mark: { type: 'rule', strokeWidth: 1, opacity: 0.5 },
          encoding: {
            x,
            x2: { value: WIDTH + 12 },
            y: { ...y, field: 'mean' },
            y2: { field: 'value' },
            color,
          },
        },
        {
          transform: only('seed'),
          mark: { type: 'point', filled: true, opacity: 0.5, size: 22, xOffset: price.apart },
          encoding: { x, y, color, shape, tooltip: seedTooltip(metric) },
        },
        {
          transform: only('mean'),
          mark: { type: 'rule', strokeWidth: 2.5, strokeCap: 'round' },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
        },
        {
          transform: only('mean'),
          mark: { type: 'point', filled: true, opacity: 1, size: 110 },
          encoding: {
            x,
            y,
            color,
            shape,
            tooltip: [
              ...meanTooltip(metric),
              { field: 'price', type: 'quantitative', title: price.label, format: ',.4~r' },
            ],
          },
        },
        {
          transform: only('label'),
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: 16 },
          encoding: { x: { value: 'width' }, y, text: { field: 'mechanism' } },
        },
      ],
    },
  };
}

function meanRow({ headline, price }: Point) {
  const [low, high] = headline.interval ?? [headline.mean, headline.mean];
  const mechanism = mechanismLabel(headline.mechanism);
  return { kind: 'mean', mechanism, value: headline.mean, low, high, price: price.mean };
}

function seedRows({ headline, price }: Point) {
  return headline.seeds.map((seed, at) => ({
    kind: 'seed',
    mechanism: mechanismLabel(headline.mechanism),
    seed,
    value: headline.values[at],
    price: price.values[price.seeds.indexOf(seed)],
    record: headline.files[at],
  }));
}
