import { headlineOf } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { counted, mechanismLabel, significant } from '../text/format.js';
import { metricId } from '../training/columns.js';
import type { TrainingTable } from '../training/training-table.js';
import { mechanismScales, mechanismsOf, subtitleOf, summariesOf, type UntitledFigure } from './figure.js';
import { marginLabels, paddedExtent } from './layout.js';
import * as marks from './marks.js';

const WIDTH = 280;
const HEIGHT = 220;

/** What the headline is set against. */
interface Price {
  /** Ends the figure's file name. */
  readonly name: string;
  readonly column: string;
  readonly label: string;
  readonly title: string;
  /** Pixels between a mean and its seeds, where they share one price. */
  readonly apart: number;
}

/** The headline against the parameters of attention. None with fewer than two mechanisms. */
export function parametersFigure(table: TrainingTable): UntitledFigure | undefined {
  return tradeoffFigure(table, {
    name: 'parameters',
    column: 'attentionParameters',
    label: 'attention parameters',
    title: 'Attention parameters',
    apart: 9,
  });
}

/** The headline against the time of training. None where the runs' times don't compare. */
export function trainTimeFigure(table: TrainingTable): UntitledFigure | undefined {
  if (!table.comparability.times) return undefined;
  return tradeoffFigure(table, {
    name: 'train-time',
    column: 'trainSeconds',
    label: 'training time',
    title: 'Training time (s)',
    apart: 0,
  });
}

interface Point {
  readonly headline: Summary;
  readonly price: Summary;
}

function tradeoffFigure(table: TrainingTable, price: Price): UntitledFigure | undefined {
  const { heads } = table.input;
  const metric = headlineOf(table.input);
  const prices = summariesOf(table, price.column);
  const paid = summariesOf(table, metricId('test', metric.metric)).flatMap((headline): Point[] => {
    const found = prices.find(({ mechanism }) => mechanism === headline.mechanism);
    return found ? [{ headline, price: found }] : [];
  });
  if (paid.length < 2) return undefined;

  const extent = paddedExtent(paid.flatMap(({ headline }) => marks.numbersOf(headline)));
  const means = paid.map(meanRow);
  const values = [
    ...paid.flatMap(seedRows),
    ...means,
    ...marginLabels(means, extent, { height: HEIGHT }).map((label, at) => ({
      ...label,
      kind: 'label',
      mean: means[at]?.value,
    })),
  ];
  const { color, shape } = marks.byLook(mechanismScales(mechanismsOf(table)));
  const x = marks.quantity(
    'price',
    { domain: [...paddedExtent(paid.flatMap((one) => one.price.values))], zero: false, nice: false },
    { title: price.title, tickCount: 5, grid: false },
  );
  const y = marks.testMetric(metric, extent);
  const alternatives = paid.map(
    ({ headline, price: { mean } }) =>
      `${mechanismLabel(headline.mechanism)} ${headline.mean.toFixed(metric.digits)} at ${significant(mean)}`,
  );
  return {
    name: price.name,
    caption: `Test ${metric.label} against ${price.label}: small points are seeds, large points means, bars their 95 % intervals (Student’s t, from three seeds on). Further left is cheaper, further ${metric.better === 'higher' ? 'up' : 'down'} is better.`,
    alternative: `Test ${metric.label} against ${price.label}: ${alternatives.join('; ')}.`,
    what: `Test ${metric.label} against ${price.label} with ${counted(heads, 'head')}`,
    subtitle: [subtitleOf(table, heads), 'Small points: seeds. Large point and bar: mean and 95 % interval.'],
    records: paid.flatMap(({ headline }) => headline.files),
    spec: {
      data: { values },
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          ...marks.only('label'),
          mark: { type: 'rule', strokeWidth: 1, opacity: 0.5 },
          encoding: {
            x,
            x2: { value: WIDTH + 12 },
            y: { ...y, field: 'mean' },
            y2: { field: 'value' },
            color,
          },
        },
        ...marks.seedsAndMeans(
          { x, y, color, shape },
          { seeds: { opacity: 0.5, size: 22, xOffset: price.apart }, meanSize: 110 },
          {
            seed: marks.seedTooltip(metric),
            mean: [...marks.meanTooltip(metric), marks.shown('price', price.label, ',.4~r')],
          },
        ),
        marks.endNames(marks.only('label'), 16, y),
      ],
    },
  };
}

function meanRow({ headline, price }: Point) {
  const mechanism = mechanismLabel(headline.mechanism);
  return { kind: 'mean', mechanism, value: headline.mean, ...marks.barOf(headline), price: price.mean };
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
