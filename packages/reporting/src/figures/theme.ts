import type { Config } from 'vega-lite';

/** The family of the bundled font, and what stands in for it in a browser. */
const FONT = 'Inter, system-ui, sans-serif';

/** Neutral colours; a page in dark mode replaces them. */
export const INK = '#1f2328';
export const MUTED = '#59636e';
const GRID = '#d8dee4';

/** Okabe and Ito's palette, which colour-blind readers can tell apart: the same colour for a mechanism everywhere. */
const COLOURS: Record<string, string> = {
  standard: '#0072B2',
  optimised: '#E69F00',
  efficient: '#009E73',
  super: '#D55E00',
  linformer: '#CC79A7',
  performer: '#56B4E9',
  'multi-query': '#999999',
};

const SHAPES: Record<string, string> = {
  standard: 'circle',
  optimised: 'square',
  efficient: 'triangle-up',
  super: 'diamond',
  linformer: 'cross',
  performer: 'triangle-down',
  'multi-query': 'triangle-left',
};

const DASHES: Record<string, readonly number[]> = {
  standard: [1, 0],
  optimised: [7, 3],
  efficient: [2, 2],
  super: [1, 0],
  linformer: [7, 3, 2, 3],
  performer: [4, 4],
  'multi-query': [1, 3],
};

/** A mechanism's colour; grey for one without. */
export function colourOf(mechanism: string): string {
  return COLOURS[mechanism] ?? '#7f7f7f';
}

/** A mechanism's line pattern, so that lines differ without colour too. */
export function dashOf(mechanism: string): number[] {
  return [...(DASHES[mechanism] ?? [1, 0])];
}

/** A mechanism's shape, so that points differ without colour too. */
export function shapeOf(mechanism: string): string {
  return SHAPES[mechanism] ?? 'circle';
}

/** How every figure looks. */
export const CONFIG: Config = {
  font: FONT,
  background: 'transparent',
  padding: 8,
  aria: false,
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'bounds',
    color: INK,
    fontSize: 14,
    fontWeight: 600,
    subtitleColor: MUTED,
    subtitleFontSize: 11,
    subtitlePadding: 4,
    offset: 12,
  },
  axis: {
    domainColor: MUTED,
    gridColor: GRID,
    tickColor: MUTED,
    labelColor: INK,
    titleColor: INK,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 400,
    labelLimit: 0,
    titleLimit: 0,
    labelFlush: false,
  },
  header: { labelColor: INK, labelFontSize: 12, labelFontWeight: 600, labelLimit: 0 },
  text: { color: INK, fontSize: 11, limit: 0 },
};
