import { ascending } from '../collections/groups.js';
import type { mechanismScales } from './figure.js';
import { type Extent, LINEAR, LOGARITHMIC, lastPoints, marginLabels } from './layout.js';
import * as marks from './marks.js';
import { heading } from './multiples.js';
import { CONTENT_WIDTH, MUTED, TEXT_SIZE } from './theme.js';
import { wrapped } from './wrap.js';

const WIDTH = 206;
const LABEL_HEIGHT = 17;
const LEAST_HEIGHT = 170;
/** Pixels between the points of neighbouring mechanisms where bars would cover each other. */
const BETWEEN_BARS = 3;

/** Lines below a panel's title, which begin where the plot does. */
const NOTE = { width: CONTENT_WIDTH - 60, size: TEXT_SIZE, weight: 'regular' } as const;

/** A mechanism's value at a position of an axis. */
export interface PanelPoint {
  readonly mechanism: string;
  readonly position: number;
  readonly value: number;
  /** A bar around the value. */
  readonly interval: Extent | undefined;
}

/** One plot of a figure. */
export interface Panel {
  readonly title: string;
  readonly points: readonly PanelPoint[];
  /** A position that is marked by a dashed line, and what it is. */
  readonly marker?: { readonly position: number; readonly text: string };
}

/** How a panel draws its points. */
interface PanelStyle {
  /** Looks of the mechanisms. */
  readonly scales: ReturnType<typeof mechanismScales>;
  /** The ends of the horizontal axis, the same of all panels. */
  readonly domain: Extent;
  /** Title of the horizontal axis, whose scale is logarithmic. */
  readonly x: string;
  readonly y: { readonly title: string; readonly scale: 'linear' | 'log' };
}

/** Lines of mechanisms over an axis, each named at its end. */
export function panelSpec(
  { title, points, marker }: Panel,
  { scales, domain: ends, x: xTitle, y: yAxis }: PanelStyle,
) {
  const positions = ascending(points.map(({ position }) => position));
  const { points: placed, domain } = apart(points, ends);
  const height = Math.max(
    LEAST_HEIGHT,
    LABEL_HEIGHT * new Set(points.map(({ mechanism }) => mechanism)).size,
  );
  const note = marker ? wrapped(`Dashed: ${marker.text}.`, NOTE) : [];
  const scale = yAxis.scale === 'log' ? LOGARITHMIC : LINEAR;
  const [low, high] = roomyExtent(
    placed.flatMap(({ value, interval }) => [value, ...(interval ?? [])]).map(scale.forth),
  );
  const extent = [scale.back(low), scale.back(high)] as const;
  const labels = marginLabels(
    lastPoints(placed, ({ position }) => position),
    [low, high],
    { height, gap: LABEL_HEIGHT, scale },
  );
  const x = marks.quantity(
    'position',
    { type: 'log' as const, base: 2, domain, nice: false },
    { title: xTitle, values: positions.filter(isPowerOfTwo), format: 'd', grid: false },
  );
  const y = marks.quantity(
    'value',
    { type: yAxis.scale, domain: [...extent], nice: false },
    {
      title: yAxis.title,
      ...(yAxis.scale === 'log' ? { values: logarithmicTicks(extent), format: '~g' } : { tickCount: 5 }),
    },
  );
  const color = channel(scales.colour);
  const shape = channel(scales.shape);
  const strokeDash = channel(scales.dash);
  const all = { data: { values: placed.map(marks.named) } };
  const names = { data: { values: labels.map(marks.named) } };
  const intervals = { data: { values: placed.flatMap(barOf) } };
  return {
    width: WIDTH,
    height,
    layer: [
      marks.lines(all, { strokeWidth: 2 }, { x, y, color, strokeDash }),
      marks.points(all, { ...marks.SOLID, size: 30 }, { x, y, color, shape }),
      marks.bars(intervals, { strokeWidth: 1.5 }, { x, y, color }),
      ...marks.ends(names, WIDTH, { y, color, strokeDash, shape }),
      ...(marker
        ? [
            {
              data: { values: [{ position: marker.position }] },
              mark: { type: 'rule' as const, color: MUTED, strokeDash: [3, 3] },
              encoding: { x },
            },
          ]
        : []),
      heading(title, note.length, { fontWeight: 600 as const }),
      ...note.map((line, at) => heading(line, note.length - 1 - at, { color: MUTED })),
    ],
  };
}

/** A channel that tells mechanisms apart. */
function channel<Scale>(scale: Scale) {
  return { field: 'mechanism', type: 'nominal' as const, legend: null, scale };
}

function barOf({ mechanism, position, interval }: PanelPoint) {
  if (!interval) return [];
  const [low, high] = interval;
  return [marks.named({ mechanism, position, low, high })];
}

function roomyExtent(places: readonly number[]): Extent {
  const [least, most] = [Math.min(...places), Math.max(...places)];
  const margin = Math.max(0.06 * (most - least), 0.02);
  return [least - margin, most + margin];
}

/** The points of each mechanism moved sideways by a little where they have bars, and the horizontal axis' ends. */
function apart(
  points: readonly PanelPoint[],
  [low, high]: Extent,
): { readonly points: readonly PanelPoint[]; readonly domain: [number, number] } {
  const [first, last] = low < high ? [low, high] : [low / 2, high * 2];
  if (points.every(({ interval }) => interval === undefined)) return { points, domain: [first, last] };
  const mechanisms = [...new Set(points.map(({ mechanism }) => mechanism))];
  const middle = (mechanisms.length - 1) / 2;
  const moved = (position: number, places: number) =>
    position * (last / first) ** ((BETWEEN_BARS * places) / WIDTH);
  return {
    points: points.map((point) => ({
      ...point,
      position: moved(point.position, mechanisms.indexOf(point.mechanism) - middle),
    })),
    domain: [moved(first, -middle - 1), moved(last, middle + 1)],
  };
}

/** Factors of a power of ten that ticks may have, from few ticks to many. */
const TICK_FACTORS = [[1], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]];
const MOST_TICKS = 8;

/** Round numbers on a logarithmic axis: as many as have room. */
function logarithmicTicks([low, high]: Extent): number[] {
  const powers: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) powers.push(power);
  const choices = TICK_FACTORS.map((factors) =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((tick) => tick >= low && tick <= high),
  );
  return choices.filter((ticks) => ticks.length <= MOST_TICKS).at(-1) ?? (choices[0] as number[]);
}

function isPowerOfTwo(position: number): boolean {
  return Number.isInteger(Math.log2(position));
}
