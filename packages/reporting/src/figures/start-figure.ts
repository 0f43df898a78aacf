import { ascending } from '../collections/groups.js';
import { differenceUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import { counted, grouped, listed, mechanismLabel, signed } from '../text/format.js';
import { DEFAULT_START, startName, startsFinding } from '../training/start-size-text.js';
import { type StartDifference, startDifferences } from '../training/start-sizes.js';
import type { TrainingTable } from '../training/training-table.js';
import { subtitleOf, type UntitledFigure } from './figure.js';
import { lastPoints, marginLabels, paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { INK, looksOf } from './theme.js';

const WIDTH = 170;
const HEIGHT = 230;
const LABEL_HEIGHT = 18;
/** Pixels between the starts of one number of training examples. */
const APART = 9;
/** Pixels of the plot beyond the least and the most examples. */
const MARGIN = 22;

/**
 * The headline of Super from every start of W^A, as its difference from Standard by seed, over the number of training
 * examples. None where no part of the training examples was trained on.
 */
export function startFigure(table: TrainingTable): UntitledFigure | undefined {
  const { input } = table;
  const differences = startDifferences(input);
  const sizes = ascending(differences.map(({ trainExamples }) => trainExamples));
  if (sizes.length < 2) return undefined;

  const metric = headlineOf(input);
  const unit = differenceUnit(metric);
  const finding = startsFinding(input, differences);
  const lines = linesOf(differences);
  const axis = axisOf(sizes);
  const place = (difference: StartDifference) =>
    axis.moved(
      difference.trainExamples,
      lines.findIndex(({ label }) => label === labelOf(difference)) - (lines.length - 1) / 2,
    );
  const drawn = differences.flatMap(({ change }) => marks.numbersOf(change));
  const extent = paddedExtent([...drawn, 0]);
  const means = differences.map((one) => ({
    ...rowOf(one),
    kind: 'mean',
    position: place(one),
    value: one.change.mean,
    ...marks.barOf(one.change),
  }));
  const ends = lastPoints(means, ({ position }) => position);
  const values = [
    ...differences.flatMap((one) => seedRows(one, place(one))),
    ...means,
    ...marginLabels(ends, extent, { height: HEIGHT, gap: LABEL_HEIGHT }).map((label) => ({
      ...label,
      kind: 'end',
    })),
  ];
  const domain = lines.map(({ label }) => label);
  const channel = <Range>(range: Range) => ({
    field: 'mechanism',
    type: 'nominal' as const,
    legend: null,
    scale: { domain, range },
  });
  const color = channel(lines.map(({ look }) => look.colour));
  const shape = channel(lines.map(({ look }) => look.shape));
  const strokeDash = channel(lines.map(({ look }) => [...look.dash]));
  const x = marks.quantity(
    'position',
    { type: 'log' as const, domain: [...axis.domain], nice: false },
    { title: 'Training examples', values: sizes, format: '~s', grid: false },
  );
  const mechanisms = listed([...new Set(differences.map(({ mechanism }) => mechanismLabel(mechanism)))]);
  const y = marks.quantity(
    'value',
    { domain: [...extent], zero: false, nice: false },
    { title: [`Test ${metric.label}, ${mechanisms} − Standard`, `(${unit})`], tickCount: 6 },
  );
  const format = `+.${metric.digits}f`;
  const start = [
    { field: 'mechanism', type: 'nominal' as const, title: 'start' },
    { field: 'examples', type: 'nominal' as const },
  ];
  const of = `${mechanisms}’s test ${metric.label} − Standard’s by the number of training examples, for each start of W^A`;
  return {
    name: 'start',
    caption: `${of}. Ticks are seeds, each of them paired with Standard on the same examples; points are means, bars their 95 % intervals (Student’s t, from three seeds on). The other starts are set against ${DEFAULT_START} by paired intervals too: ${finding ?? 'fewer than three seeds, so not tested'}. Context: no verdict rests on it.`,
    alternative: `${of}: ${differences.map((one) => described(one, metric.digits)).join('; ')}.`,
    what: of,
    finding,
    subtitle: [
      subtitleOf(table, input.heads),
      'Lines: starts of W^A. Ticks: seeds. Points and bars: means and 95 % intervals of the differences from Standard.',
    ],
    records: differences.flatMap(({ files }) => files),
    spec: {
      data: { values },
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          data: { values: [{ value: 0 }] },
          mark: { type: 'rule', color: INK, strokeDash: [3, 3] },
          encoding: { y },
        },
        marks.lines(marks.only('mean'), { strokeWidth: 1.5 }, { x, y, color, strokeDash }),
        {
          ...marks.only('seed'),
          mark: {
            type: 'tick' as const,
            orient: 'horizontal' as const,
            size: 7,
            thickness: 1.5,
            opacity: 0.55,
          },
          encoding: {
            x,
            y,
            color,
            tooltip: [
              ...start,
              { field: 'seed', type: 'nominal' as const },
              marks.shown('value', unit, format),
              { field: 'record', type: 'nominal' as const },
            ],
          },
        },
        marks.bars(marks.only('mean'), { strokeWidth: 2.5, strokeCap: 'round' as const }, { x, y, color }),
        marks.points(
          marks.only('mean'),
          { ...marks.SOLID, size: 70 },
          {
            x,
            y,
            color,
            shape,
            tooltip: [
              ...start,
              marks.shown('value', `mean, ${unit}`, format),
              marks.shown('low', 'interval from', format),
              marks.shown('high', 'to', format),
            ],
          },
        ),
        ...marks.ends(marks.only('end'), WIDTH, { y, color, strokeDash, shape }),
      ],
    },
  };
}

/** The lines of a figure: a mechanism from a start, with how it looks. */
function linesOf(differences: readonly StartDifference[]) {
  const names = new Map(
    differences.map((one) => [labelOf(one), one.start === undefined ? one.mechanism : one.start]),
  );
  const looks = looksOf([...names.values()]);
  return [...names].flatMap(([label, name]) => {
    const look = looks.get(name);
    return look ? [{ label, look }] : [];
  });
}

/** What a line is called: by its start, which is all that tells lines apart. */
function labelOf({ start = DEFAULT_START }: StartDifference): string {
  return start;
}

/** Where numbers of training examples stand on a logarithmic axis, and a little beside each other. */
function axisOf(sizes: readonly number[]) {
  const [first, last] = [sizes[0] as number, sizes.at(-1) as number];
  const perPixel = (last / first) ** (1 / (WIDTH - 2 * MARGIN));
  return {
    domain: [first / perPixel ** MARGIN, last * perPixel ** MARGIN] as const,
    moved: (size: number, places: number) => size * perPixel ** (APART * places),
  };
}

function rowOf(difference: StartDifference) {
  return { mechanism: labelOf(difference), examples: grouped(difference.trainExamples) };
}

function seedRows(difference: StartDifference, position: number) {
  const { seeds, values, files } = difference.change;
  return values.map((value, at) => ({
    ...rowOf(difference),
    kind: 'seed',
    position,
    value,
    seed: seeds[at],
    record: files[at],
  }));
}

function described({ trainExamples, change, ...one }: StartDifference, digits: number): string {
  const { mean, interval, seeds } = change;
  const range = interval ? `, interval ${interval.map((end) => signed(end, digits)).join(' to ')}` : '';
  return `${startName(one)} with ${grouped(trainExamples)} examples ${signed(mean, digits)}${range} over ${counted(seeds.length, 'seed')}`;
}
