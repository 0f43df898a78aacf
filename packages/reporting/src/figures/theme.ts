import type { Config } from 'vega-lite';

/** The family of the bundled font, and what stands in for it in a browser. */
const FONT = 'Inter, system-ui, sans-serif';

/** Neutral colours; a page in dark mode replaces them. */
export const INK = '#1f2328';
export const MUTED = '#59636e';
export const GRID = '#d8dee4';

/** Pixels, 1/96 of an inch, that a figure may be wide so that a narrow screen shrinks it little. */
const FIGURE_WIDTH = 384;
/** Blank pixels around a figure. */
const PADDING = 6;
/** The height of text: 9 points or more on a screen of 390 pixels too, which shows 358 of them. */
export const TEXT_SIZE = 13;
/** Of a figure's title. */
export const TITLE_SIZE = 15;
/** Pixels that a title or plots with their axes may be wide. */
export const CONTENT_WIDTH = FIGURE_WIDTH - 2 * PADDING;

/** How a mechanism is drawn: points differ in their shape and lines in their pattern too, for readers without colours. */
export interface Look {
  readonly colour: string;
  readonly shape: string;
  readonly dash: readonly number[];
}

/** Colours are Okabe and Ito's palette, which colour-blind readers can tell apart. */
const LOOKS: Readonly<Record<string, Look>> = {
  standard: { colour: '#0072B2', shape: 'circle', dash: [1, 0] },
  optimised: { colour: '#E69F00', shape: 'square', dash: [7, 3] },
  efficient: { colour: '#009E73', shape: 'triangle-up', dash: [2, 2] },
  super: { colour: '#D55E00', shape: 'diamond', dash: [1, 0] },
  linformer: { colour: '#CC79A7', shape: 'cross', dash: [7, 3, 2, 3] },
  performer: { colour: '#56B4E9', shape: 'triangle-down', dash: [4, 4] },
  /** Standard beside itself, the control. */
  'standard-again': { colour: '#8c959f', shape: 'circle', dash: [1, 0] },
  'multi-query': { colour: '#999999', shape: 'triangle-left', dash: [1, 3] },
};

const GOLDEN_ANGLE = 137.5;
const FIRST_HUE = 280;

/**
 * The looks of a table's mechanisms. One that isn't listed here has the look of its place among those of the table that
 * aren't, which no other has.
 */
export function looksOf(mechanisms: readonly string[]): ReadonlyMap<string, Look> {
  const others = mechanisms.filter((name) => !(name in LOOKS));
  return new Map(mechanisms.map((name) => [name, LOOKS[name] ?? lookAt(others.indexOf(name))]));
}

function lookAt(place: number): Look {
  const hue = Math.round(FIRST_HUE + GOLDEN_ANGLE * place) % 360;
  return {
    colour: `hsl(${hue}, 60%, 38%)`,
    shape: star(4 + place),
    dash: [10, 2, ...new Array<number>(2 * (place + 1)).fill(2)],
  };
}

/** A star of so many points, as a path from −1 to 1. */
function star(points: number): string {
  const corners = Array.from({ length: 2 * points }, (_, at) => {
    const [radius, angle] = [at % 2 === 0 ? 1 : 0.4, (Math.PI * at) / points];
    return `${(radius * Math.sin(angle)).toFixed(3)},${(-radius * Math.cos(angle)).toFixed(3)}`;
  });
  return `M${corners.join('L')}Z`;
}

/** How every figure looks. */
export const CONFIG: Config = {
  font: FONT,
  background: 'transparent',
  padding: PADDING,
  aria: false,
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'bounds',
    color: INK,
    fontSize: TITLE_SIZE,
    fontWeight: 600,
    subtitleColor: MUTED,
    subtitleFontSize: TEXT_SIZE,
    subtitlePadding: 4,
    offset: 12,
  },
  axis: {
    domainColor: MUTED,
    gridColor: GRID,
    tickColor: MUTED,
    labelColor: INK,
    titleColor: INK,
    labelFontSize: TEXT_SIZE,
    titleFontSize: TEXT_SIZE,
    titleFontWeight: 400,
    labelLimit: 0,
    titleLimit: 0,
    labelFlush: false,
    labelSeparation: 4,
  },
  header: { labelColor: INK, labelFontSize: TEXT_SIZE, labelFontWeight: 600, labelLimit: 0 },
  text: { color: INK, fontSize: TEXT_SIZE, limit: 0 },
};
