import { mean } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import { type MetricColumn, withUnit } from '../input/metrics.js';
import { completeRuns, type TrainingTableInput } from '../input/tables.js';
import { counted, mechanismLabel } from '../text/format.js';
import { isUnconverged } from '../training/convergence.js';
import type { TrainingTable } from '../training/training-table.js';
import { mechanismScales, mechanismsOf, subtitleOf, type UntitledFigure } from './figure.js';
import { paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { type Place, rowAxis, smallMultiples } from './multiples.js';
import { MUTED } from './theme.js';

/** Pixels below a row for the title of its axis. */
const AXIS_TITLE_HEIGHT = 20;

interface Point {
  readonly mechanism: string;
  readonly seed: number;
  readonly epoch: number;
  readonly value: number;
  readonly record: string;
}

/**
 * Validation by epoch of the table's main rows, a plot a mechanism: the line is the mean over seeds, the band reaches from
 * the lowest seed to the highest, points are the epochs that the runs are tested at, and Standard's mean is in every plot.
 * None without values.
 */
export function curvesFigure(table: TrainingTable): UntitledFigure | undefined {
  const { input } = table;
  const metric = validationMetric(input);
  if (!metric) return undefined;
  const points = pointsOf(input, metric);
  if (points.length === 0) return undefined;
  const mechanisms = mechanismsOf(table).filter((name) => points.some(({ mechanism }) => mechanism === name));
  const means = meansOf(points);
  const chosen = chosenOf(input, points);
  const values = [
    ...means.map((point) => ({ kind: 'mean', ...marks.named(point) })),
    ...chosen.map((point) => ({ kind: 'seed', ...marks.named(point) })),
  ];
  const extent = paddedExtent(points.map(({ value }) => value));
  const lastEpoch = Math.max(...points.map(({ epoch }) => epoch));
  const { color } = marks.byLook(mechanismScales(mechanismsOf(table)));
  const layers = (name: string, place: Place) => {
    const x = marks.quantity(
      'epoch',
      { domain: [1, Math.max(2, lastEpoch)], nice: false },
      {
        title: place.isLast ? 'Epoch' : null,
        format: 'd',
        tickMinStep: 1,
        tickCount: 5,
        grid: false,
      },
    );
    const y = marks.quantity(
      'value',
      { domain: [...extent], nice: false, zero: false },
      rowAxis(place, `Validation ${withUnit(metric)}`),
    );
    const of = (mechanism: string, kind: string) => ({
      transform: [
        { filter: { field: 'mechanism', equal: mechanismLabel(mechanism) } },
        { filter: { field: 'kind', equal: kind } },
      ],
    });
    const standard = marks.lines(
      of('standard', 'mean'),
      { stroke: MUTED, strokeWidth: 1.5, strokeDash: [4, 3] },
      { x, y },
    );
    return [
      {
        ...of(name, 'mean'),
        mark: { type: 'area' as const, opacity: 0.25 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      ...(name === 'standard' ? [] : [standard]),
      marks.lines(of(name, 'mean'), { strokeWidth: 2.25 }, { x, y, color }),
      marks.points(
        of(name, 'seed'),
        { ...marks.SOLID, size: 34 },
        { x, y, color, tooltip: [{ field: 'epoch' }, ...marks.seedTooltip(metric)] },
      ),
    ];
  };
  const reading = readingOf(mechanisms, points);
  return {
    name: 'curves',
    caption: `Validation ${metric.label} by epoch. ${reading}`,
    alternative: `Validation ${metric.label} by epoch: ${mechanisms.map((name) => described(name, { points, means, chosen }, metric)).join('; ')}.`,
    what: `Validation ${metric.label} by epoch`,
    finding: findingOf(input, chosen),
    subtitle: [subtitleOf(table, input.heads), reading],
    records: points.map(({ record }) => record),
    spec: {
      data: { values },
      ...smallMultiples(
        mechanisms.map((name) => ({
          title: mechanismLabel(name),
          notes: [],
          layers: (place: Place) => layers(name, place),
        })),
        { below: AXIS_TITLE_HEIGHT },
      ),
    },
  };
}

function validationMetric({ metrics, headline }: TrainingTableInput): MetricColumn | undefined {
  const validated = metrics.filter(({ parts }) => parts.includes('validation'));
  return validated.find(({ metric }) => metric === headline) ?? validated[0];
}

function pointsOf(table: TrainingTableInput, { metric, scale }: MetricColumn): Point[] {
  return [...table.records].flatMap(([record, { mechanism, heads, seed, epochs }]) =>
    epochs.flatMap(({ epoch, validation }) => {
      const value = validation[metric];
      if (value === undefined || heads !== table.heads) return [];
      return [{ mechanism, seed, epoch, value: value * scale, record }];
    }),
  );
}

interface Mean extends Pick<Point, 'mechanism' | 'epoch' | 'value'> {
  /** The lowest and the highest seed. */
  readonly low: number;
  readonly high: number;
}

function meansOf(points: readonly Point[]): Mean[] {
  const groups = groupBy(points, ({ mechanism, epoch }) => `${mechanism} ${epoch}`);
  return [...groups.values()].map((group) => {
    const { mechanism, epoch } = group[0] as Point;
    const values = group.map(({ value }) => value);
    return { mechanism, epoch, value: mean(values), low: Math.min(...values), high: Math.max(...values) };
  });
}

/** The points at the epochs whose parameters the complete runs are tested with. */
function chosenOf(table: TrainingTableInput, points: readonly Point[]): Point[] {
  const best = new Map([...completeRuns(table)].map(([file, { bestEpoch }]) => [file, bestEpoch]));
  return points.filter(({ record, epoch }) => best.get(record) === epoch);
}

/** What the lines, the bands and the points are, of what is there. */
function readingOf(mechanisms: readonly string[], points: readonly Point[]): string {
  const seeds = mechanisms.map((name) => seedsOf(name, points).length);
  const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
  const count = fewest === most ? counted(most, 'seed') : `${fewest} to ${counted(most, 'seed')}`;
  return [
    most > 1
      ? `Lines: means over ${count}. Bands: from the lowest seed to the highest.`
      : `Lines: one seed each.`,
    'Points: the epochs that runs are tested at.',
    ...(mechanisms.includes('standard') && mechanisms.length > 1 ? ['Dashes: Standard’s mean.'] : []),
  ].join(' ');
}

function seedsOf(name: string, points: readonly Point[]): number[] {
  return [...new Set(points.filter(({ mechanism }) => mechanism === name).map(({ seed }) => seed))];
}

/** Where the runs are best: before their last epoch, or at it, so that longer training may help. */
function findingOf(table: TrainingTableInput, chosen: readonly Point[]): string | undefined {
  const runs = completeRuns(table);
  const shown = chosen.flatMap(({ record }) => runs.get(record) ?? []);
  if (shown.length === 0) return undefined;
  const last = shown.filter(isUnconverged).length;
  if (last > 0) {
    const are = last === 1 ? 'is' : 'are';
    return `${last} of ${counted(shown.length, 'run')} ${are} best at the last epoch: longer training may help`;
  }
  const epochs = chosen.map(({ epoch }) => epoch);
  const [first, latest] = [Math.min(...epochs), Math.max(...epochs)];
  const most = Math.max(...shown.map((run) => run.epochs.length));
  return `every run is best before its last epoch, at epoch ${first === latest ? first : `${first} to ${latest}`} of ${most}`;
}

interface Drawn {
  readonly points: readonly Point[];
  readonly means: readonly Mean[];
  readonly chosen: readonly Point[];
}

function described(name: string, { points, means, chosen }: Drawn, { digits, unit }: MetricColumn): string {
  const own = means.filter(({ mechanism }) => mechanism === name);
  const end = own.reduce((last, point) => (point.epoch >= last.epoch ? point : last));
  const value = `${end.value.toFixed(digits)} ${unit}`.trim();
  const epochs = [...new Set(chosen.filter(({ mechanism }) => mechanism === name).map(({ epoch }) => epoch))];
  const tested = epochs.length > 0 ? `, tested at epoch ${epochs.sort((a, b) => a - b).join(', ')}` : '';
  return `${mechanismLabel(name)} ends at ${value} over ${counted(seedsOf(name, points).length, 'seed')}${tested}`;
}
