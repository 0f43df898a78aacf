import { type MetricColumn, withUnit } from '../input/metrics.js';
import type { Summary } from '../table/table-model.js';
import { mechanismLabel } from '../text/format.js';
import type { mechanismScales } from './figure.js';
import type { Extent } from './layout.js';
import { TEXT_SIZE } from './theme.js';
import { wrapped } from './wrap.js';

/** The rows of one kind: the marks of a figure share one list of data. */
export function only(kind: string) {
  return { transform: [{ filter: { field: 'kind', equal: kind } }] };
}

/** A channel for a number. */
export function quantity<Scale, Axis>(field: string, scale: Scale, axis: Axis) {
  return { field, type: 'quantitative' as const, scale, axis };
}

/** A channel for names, in their order. */
function names<const Axis>(field: string, domain: readonly string[], axis: Axis) {
  return { field, type: 'nominal' as const, scale: { domain: [...domain] }, axis: { title: null, ...axis } };
}

/** A channel for the names of rows, left of a plot: two lines of so many pixels each. */
export function rowNames(field: string, domain: readonly string[], width: number) {
  const lines = domain.map((name) => [
    name,
    wrapped(name, { width, size: TEXT_SIZE, weight: 'regular', most: 2 }).join('\n'),
  ]);
  return names(field, domain, {
    ticks: false,
    domain: false,
    labelPadding: 8,
    labelExpr: `split(${JSON.stringify(Object.fromEntries(lines))}[datum.label], '\\n')`,
  });
}

/** The vertical channel of a metric of the test part. */
export function testMetric(metric: MetricColumn, extent: Extent) {
  const axis = { title: testTitle(metric), tickCount: 5 };
  return quantity('value', { domain: [...extent], zero: false, nice: false }, axis);
}

/** `Test accuracy (%)` */
export function testTitle(metric: MetricColumn): string {
  return `Test ${withUnit(metric)}`;
}

/** The channels that tell mechanisms apart. */
export function byLook({ colour, shape, dash }: ReturnType<typeof mechanismScales>) {
  return { color: byMechanism(colour), shape: byMechanism(shape), strokeDash: byMechanism(dash) };
}

function byMechanism<Scale>(scale: Scale) {
  return { field: 'mechanism', type: 'nominal' as const, scale, legend: null };
}

/** What a point has that isn't seen through. */
export const SOLID = { filled: true, opacity: 1 } as const;

/** Right of the plot: `xOffset` or `dx` of a mark count from there. */
export const AT_END = { value: 'width' } as const;

/** Points, one a row. */
export function points<Rows, Mark, Encoding>(rows: Rows, mark: Mark, encoding: Encoding) {
  return { ...rows, mark: { type: 'point' as const, ...mark }, encoding };
}

/** Lines through the rows of a mechanism. */
export function lines<Rows, Mark, Encoding>(rows: Rows, mark: Mark, encoding: Encoding) {
  return { ...rows, mark: { type: 'line' as const, ...mark }, encoding };
}

/** Upright bars from `low` to `high` of each row. */
export function bars<Rows, Mark, X, Y, Color>(
  rows: Rows,
  mark: Mark,
  { x, y, color }: { readonly x: X; readonly y: Y; readonly color: Color },
) {
  const encoding = { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color };
  return { ...rows, mark: { type: 'rule' as const, ...mark }, encoding };
}

/** Texts that begin so many pixels right of their place. */
export function texts<Rows, Encoding>(rows: Rows, dx: number, encoding: Encoding) {
  const mark = { type: 'text' as const, align: 'left' as const, baseline: 'middle' as const, dx };
  return { ...rows, mark, encoding };
}

/** The names of mechanisms, right of the plot. */
function endNames<Rows, Y>(rows: Rows, dx: number, y: Y) {
  return texts(rows, dx, { x: AT_END, y, text: { field: 'mechanism' } });
}

/** Pixels that the line beside a name begins and ends right of the plot, and where the name begins. */
const SAMPLE = { from: 8, to: 34, name: 40 } as const;

/** Right of a plot of so many pixels, what the line of each mechanism looks like, dashes and point, and its name. */
export function ends<Rows, Y, Color, Dash, Shape>(
  rows: Rows,
  width: number,
  looks: { readonly y: Y; readonly color: Color; readonly strokeDash: Dash; readonly shape: Shape },
) {
  const { y, color, strokeDash, shape } = looks;
  const { from, to, name } = SAMPLE;
  return [
    {
      ...rows,
      mark: { type: 'rule' as const, strokeWidth: 2 },
      encoding: { x: { value: width + from }, x2: { value: width + to }, y, color, strokeDash },
    },
    points(rows, { ...SOLID, size: 50 }, { x: { value: width + (from + to) / 2 }, y, color, shape }),
    endNames(rows, name, y),
  ];
}

/** Seeds as small points, and over them their means with bars. */
export function seedsAndMeans<X, Y, Color, Shape, Seeds, Tooltip>(
  encoding: { readonly x: X; readonly y: Y; readonly color: Color; readonly shape: Shape },
  marks: { readonly seeds: Seeds; readonly meanSize: number },
  tooltips: { readonly seed: ReturnType<typeof seedTooltip>; readonly mean: Tooltip },
) {
  return [
    points(only('seed'), { filled: true, ...marks.seeds }, { ...encoding, tooltip: tooltips.seed }),
    bars(only('mean'), { strokeWidth: 2.5, strokeCap: 'round' as const }, encoding),
    points(only('mean'), { ...SOLID, size: marks.meanSize }, { ...encoding, tooltip: tooltips.mean }),
  ];
}

/** A row of data with the name that readers see of its mechanism. */
export function named<Value extends { readonly mechanism: string }>({ mechanism, ...rest }: Value) {
  return { mechanism: mechanismLabel(mechanism), ...rest };
}

/** The ends of a mean's bar; it has no length where there is no interval. */
export function barOf({ mean, interval }: Summary): { low: number; high: number } {
  const [low, high] = interval ?? [mean, mean];
  return { low, high };
}

/** The numbers that are drawn of a summary: its seeds and the ends of its bar. */
export function numbersOf({ values, interval }: Summary): number[] {
  return [...values, ...(interval ?? [])];
}

/** A number that a mark shows when it is pointed at. */
export function shown(field: string, title: string, format: string) {
  return { field, type: 'quantitative' as const, title, format };
}

/** What a point of a seed shows when it is pointed at; a click opens its record. */
export function seedTooltip(metric: MetricColumn) {
  return [
    { field: 'mechanism', type: 'nominal' as const },
    { field: 'seed', type: 'nominal' as const },
    shown('value', withUnit(metric), `.${metric.digits}f`),
    { field: 'record', type: 'nominal' as const },
  ];
}

/** What a mean shows when it is pointed at. */
export function meanTooltip(metric: MetricColumn) {
  const format = `.${metric.digits}f`;
  return [
    { field: 'mechanism', type: 'nominal' as const },
    shown('value', `mean ${withUnit(metric)}`, format),
    shown('low', 'interval from', format),
    shown('high', 'to', format),
  ];
}
