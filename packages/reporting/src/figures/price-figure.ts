import { headlineText } from '../claims/headline-findings.js';
import { differenceUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import { counted, mechanismLabel, signed } from '../text/format.js';
import type { Difference } from '../training/differences.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding } from '../verdicts/finding.js';
import { mechanismScales, mechanismsOf, subtitleOf, summariesOf, type UntitledFigure } from './figure.js';
import { paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { heading } from './multiples.js';
import { CONTENT_WIDTH, MUTED } from './theme.js';

/** Pixels of a mechanism's line. */
const LINE = 30;
const NAMES_WIDTH = 88;
const PRICE_WIDTH = 92;
const BETWEEN = 26;
const RESULT_WIDTH = CONTENT_WIDTH - NAMES_WIDTH - PRICE_WIDTH - BETWEEN - 12;

/** A mechanism beside Standard. */
interface Offer {
  readonly mechanism: string;
  /** Its attention parameters as a share of Standard's. */
  readonly share: number;
  readonly difference: Difference;
}

/**
 * What every mechanism costs and gives beside Standard: its attention parameters as a share of Standard's, and on the same
 * line the difference of the headline with its 95 % interval and the margin. None without a difference.
 */
export function priceFigure(table: TrainingTable, findings: readonly Finding[]): UntitledFigure | undefined {
  const { input } = table;
  const offers = offersOf(table);
  if (offers.length === 0) return undefined;
  const metric = headlineOf(input);
  const unit = differenceUnit(metric);
  const margin = offers[0]?.difference.margin;
  const rows = offers.map(({ mechanism, share, difference }) => ({
    mechanism: mechanismLabel(mechanism),
    share,
    ...meanAndInterval(difference),
    seeds: difference.seeds.length,
  }));
  const names = rows.map(({ mechanism }) => mechanism);
  const { color, shape } = marks.byLook(
    mechanismScales(
      mechanismsOf(table),
      offers.map(({ mechanism }) => mechanism),
    ),
  );
  const y = marks.rowNames('mechanism', names, NAMES_WIDTH);
  const unnamed = { ...y, axis: null };
  const share = marks.quantity(
    'share',
    { domain: [0, Math.max(1, ...rows.map((row) => row.share))], nice: false },
    { title: '× Standard', values: [0, 0.5, 1], format: '~g' },
  );
  const drawn = rows.flatMap(({ value, low, high }) => [value, low, high]);
  const around = margin === undefined ? [0] : [-margin, margin];
  const difference = marks.quantity(
    'value',
    { domain: [...paddedExtent([...drawn, ...around])], nice: false, zero: false },
    { title: unit, tickCount: 4 },
  );
  const reading = [
    offers.some((offer) => offer.difference.comparison)
      ? 'Points and bars: means and 95 % intervals over seeds.'
      : 'Points: means over seeds.',
    ...(margin === undefined ? [] : [`Grey: the margin of ± ${margin} ${unit}.`]),
  ].join(' ');
  const height = LINE * rows.length;
  const tooltip = [
    { field: 'mechanism', type: 'nominal' as const },
    marks.shown('share', 'attention parameters ÷ Standard’s', '.3f'),
    marks.shown('value', `difference (${unit})`, `.${metric.digits}f`),
    marks.shown('low', 'interval from', `.${metric.digits}f`),
    marks.shown('high', 'to', `.${metric.digits}f`),
    { field: 'seeds', type: 'quantitative' as const },
  ];
  const rule = (value: number, from: object) => ({
    data: { values: [{ value }] },
    mark: { type: 'rule' as const, color: MUTED, strokeDash: [3, 3] },
    encoding: { x: { ...from, field: 'value' } },
  });
  return {
    name: 'price',
    caption: `Attention parameters as a share of Standard’s, and test ${metric.label} less Standard’s of the same seeds. ${reading} ${rows.map((row) => `${row.mechanism}: ${counted(row.seeds, 'seed')}`).join(', ')}.`,
    alternative: `${rows.map((row) => `${row.mechanism} has ${row.share.toFixed(2)} times Standard’s attention parameters and a test ${metric.label} ${signed(row.value, metric.digits)} ${unit} from Standard’s`).join('; ')}.`,
    what: `Attention parameters and test ${metric.label} beside Standard’s`,
    finding: findingOf(offers, findings),
    subtitle: [subtitleOf(table, input.heads), reading],
    records: offers.flatMap((offer) => offer.difference.files),
    spec: {
      data: { values: rows },
      bounds: 'flush',
      spacing: BETWEEN,
      hconcat: [
        {
          width: PRICE_WIDTH,
          height,
          layer: [
            { mark: { type: 'bar', height: 11 }, encoding: { x: share, y, color } },
            rule(1, share),
            ...headings(['Attention', 'parameters']),
          ],
        },
        {
          width: RESULT_WIDTH,
          height,
          layer: [
            ...(margin === undefined
              ? []
              : [
                  {
                    data: { values: [{ from: -margin, to: margin }] },
                    mark: { type: 'rect' as const, color: MUTED, opacity: 0.15 },
                    encoding: { x: { ...difference, field: 'from' }, x2: { field: 'to' } },
                  },
                ]),
            rule(0, difference),
            {
              mark: { type: 'rule', strokeWidth: 3, strokeCap: 'round' },
              encoding: { x: { ...difference, field: 'low' }, x2: { field: 'high' }, y: unnamed, color },
            },
            marks.points(
              {},
              { ...marks.SOLID, size: 90 },
              { x: difference, y: unnamed, color, shape, tooltip },
            ),
            ...headings([`Test ${metric.label}`, 'less Standard’s']),
          ],
        },
      ],
    },
  };
}

function headings(lines: readonly string[]) {
  return lines.map((line, at) => heading(line, lines.length - 1 - at, { fontWeight: 600 as const }));
}

function offersOf(table: TrainingTable): Offer[] {
  const parameters = summariesOf(table, 'attentionParameters');
  const meanOf = (name: string) => parameters.find(({ mechanism }) => mechanism === name)?.mean;
  const standard = meanOf('standard');
  return mechanismsOf(table).flatMap((mechanism) => {
    const [own, difference] = [
      meanOf(mechanism),
      table.differences.find((one) => one.mechanism.mechanism === mechanism),
    ];
    return own && standard && difference ? [{ mechanism, share: own / standard, difference }] : [];
  });
}

/** The mean difference; its interval has no length where there is no test. */
function meanAndInterval({ comparison, mechanism, standard }: Difference) {
  const value = comparison?.test.mean ?? mechanism.mean - standard.mean;
  const [low, high] = comparison?.test.interval ?? [value, value];
  return { value, low, high };
}

/** `with 0.50 times Standard’s attention parameters, Efficient is as good as Standard`: of the smallest that a claim is about. */
function findingOf(offers: readonly Offer[], findings: readonly Finding[]): string | undefined {
  const told = offers.flatMap(({ mechanism, share }) => {
    const finding = findings.find((one) => one.mechanism === mechanism);
    return finding ? [{ share, finding }] : [];
  });
  if (told.length === 0) return undefined;
  const { share, finding } = told.reduce((least, one) => (one.share < least.share ? one : least));
  return `with ${share.toFixed(2)} times Standard’s attention parameters, ${headlineText([finding])}`;
}
