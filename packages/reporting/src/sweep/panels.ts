import type { TopLevelSpec } from 'vega-lite';
import { type mechanismScales, SCHEMA } from '../figures/figure.js';
import { spread } from '../figures/layout.js';
import { CONFIG, MUTED } from '../figures/theme.js';
import { mechanismLabel } from '../report-table.js';

const WIDTH = 320;
const HEIGHT = 170;
const LABEL_HEIGHT = 14;
/** Pixels between the points of neighbouring mechanisms where bars would cover each other. */
const BETWEEN_BARS = 3;

/** A mechanism's value at a position of an axis. */
export interface PanelPoint {
  mechanism: string;
  position: number;
  value: number;
  /** A bar around the value. */
  interval: readonly [low: number, high: number] | undefined;
}

/** A position that a panel marks. */
interface Marker {
  position: number;
  text: string;
}

/** One plot of a figure. */
export interface Panel {
  title: string;
  points: readonly PanelPoint[];
  markers: readonly Marker[];
}

/** Plots one above the other that share their kind of axes. */
export interface PanelsOptions {
  title: string;
  subtitle: readonly string[];
  description: string;
  usermeta: Readonly<Record<string, unknown>>;
  /** Colours and line patterns of the mechanisms. */
  scales: ReturnType<typeof mechanismScales>;
  /** Title of the horizontal axis, whose scale is logarithmic. */
  x: string;
  y: { title: string; scale: 'linear' | 'log' };
  panels: readonly Panel[];
}

/** Lines of mechanisms over an axis, each named at its end. */
export function panelsSpec(options: PanelsOptions): TopLevelSpec {
  const { title, subtitle, description, usermeta, panels } = options;
  return {
    $schema: SCHEMA,
    description,
    usermeta: { ...usermeta },
    config: CONFIG,
    title: { text: title, subtitle: [...subtitle] },
    spacing: 28,
    vconcat: panels.map((panel) => panelSpec(panel, options)),
  };
}

function panelSpec({ title, points: exact, markers }: Panel, { scales, x: xTitle, y: yAxis }: PanelsOptions) {
  const positions = [...new Set(exact.map(({ position }) => position))].sort((left, right) => left - right);
  const { points, domain } = apart(exact, positions);
  const scale = scaleOf(points, yAxis.scale);
  const colour = { field: 'mechanism', type: 'nominal' as const, legend: null };
  const encoding = {
    x: {
      field: 'position',
      type: 'quantitative' as const,
      scale: { type: 'log' as const, base: 2, domain, nice: false },
      axis: { title: xTitle, values: positions.filter(isPowerOfTwo), format: 'd', grid: false },
    },
    y: {
      field: 'value',
      type: 'quantitative' as const,
      scale: { type: yAxis.scale, domain: [...scale.domain], nice: false },
      axis: {
        title: yAxis.title,
        ...(yAxis.scale === 'log'
          ? { values: logarithmicTicks(scale.domain), format: '~g' }
          : { tickCount: 5 }),
      },
    },
    color: { ...colour, scale: scales.colour },
  };
  const { x, y, color } = encoding;
  const shape = { ...colour, scale: scales.shape };
  const atEnd = { x: { value: 'width' as const }, y };
  const lines = { values: points.map(named) };
  const ends = { values: endsOf(points, scale).map(named) };
  return {
    title: {
      text: title,
      anchor: 'start' as const,
      frame: 'group' as const,
      fontSize: 12,
      offset: 6,
    },
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: lines,
        mark: { type: 'line' as const, strokeWidth: 2 },
        encoding: { ...encoding, strokeDash: { ...colour, scale: scales.dash } },
      },
      {
        data: lines,
        mark: { type: 'point' as const, filled: true, opacity: 1, size: 30 },
        encoding: { ...encoding, shape },
      },
      {
        data: { values: points.flatMap(barOf) },
        mark: { type: 'rule' as const, strokeWidth: 1.5 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      {
        data: ends,
        mark: { type: 'point' as const, filled: true, opacity: 1, size: 50, xOffset: 14 },
        encoding: { ...atEnd, color, shape },
      },
      {
        data: ends,
        mark: { type: 'text' as const, align: 'left' as const, baseline: 'middle' as const, dx: 22 },
        encoding: { ...atEnd, text: { field: 'mechanism' } },
      },
      ...markers.flatMap(({ position, text }) => {
        const isRight = position ** 2 > domain[0] * domain[1];
        const data = { values: [{ position, text }] };
        return [
          {
            data,
            mark: { type: 'rule' as const, color: MUTED, strokeDash: [3, 3] },
            encoding: { x },
          },
          {
            data,
            mark: {
              type: 'text' as const,
              align: isRight ? ('right' as const) : ('left' as const),
              baseline: 'bottom' as const,
              dx: isRight ? 4 : -4,
              dy: -4,
              color: MUTED,
            },
            encoding: { x, y: { value: 0 }, text: { field: 'text' } },
          },
        ];
      }),
    ],
  };
}

function named({ mechanism, ...rest }: PanelPoint) {
  return { mechanism: mechanismLabel(mechanism), ...rest };
}

function barOf(point: PanelPoint) {
  const { mechanism, position } = named(point);
  return point.interval ? [{ mechanism, position, low: point.interval[0], high: point.interval[1] }] : [];
}

interface Scale {
  domain: readonly [low: number, high: number];
  pixel(value: number): number;
  value(pixel: number): number;
}

function scaleOf(points: readonly PanelPoint[], type: 'linear' | 'log'): Scale {
  const [forth, back] =
    type === 'log' ? [Math.log, Math.exp] : [(value: number) => value, (value: number) => value];
  const drawn = points.flatMap(({ value, interval }) => [value, ...(interval ?? [])]).map(forth);
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)];
  const margin = Math.max(0.06 * (most - least), 0.02);
  const [low, high] = [least - margin, most + margin];
  return {
    domain: [back(low), back(high)],
    pixel: (value) => (HEIGHT * (high - forth(value))) / (high - low),
    value: (pixel) => back(high - (pixel * (high - low)) / HEIGHT),
  };
}

/** Where each mechanism's name stands beside the end of its line, moved apart where lines end close together. */
function endsOf(points: readonly PanelPoint[], { pixel, value }: Scale): PanelPoint[] {
  const last = new Map<string, PanelPoint>();
  for (const point of points) {
    if (point.position >= (last.get(point.mechanism)?.position ?? 0)) last.set(point.mechanism, point);
  }
  const ends = [...last.values()];
  const pixels = spread(
    ends.map((end) => pixel(end.value)),
    LABEL_HEIGHT,
    HEIGHT,
  );
  return ends.map((end, index) => ({ ...end, value: value(pixels[index] as number) }));
}

/** The points of each mechanism moved sideways by a little where they have bars, and the horizontal axis' ends. */
function apart(
  points: readonly PanelPoint[],
  positions: readonly number[],
): { points: readonly PanelPoint[]; domain: [number, number] } {
  const [low, high] = [positions[0] as number, positions.at(-1) as number];
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
function logarithmicTicks([low, high]: readonly [number, number]): number[] {
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
