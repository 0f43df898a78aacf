import { CONTENT_WIDTH, MUTED, TEXT_SIZE } from './theme.js';
import { wrapped } from './wrap.js';

/** Pixels left of the plots of a row: the title and the labels of their common axis. */
const AXIS_WIDTH = 62;
const COLUMN_SPACING = 14;
/** Pixels between texts above neighbouring plots. */
const BETWEEN_TEXTS = 6;
const MOST_COLUMNS = 3;
/** Pixels below the plots of a row for labels. */
const LABELS_HEIGHT = 26;
const LINE_HEIGHT = 17;
const WIDEST_PLOT = 170;
const HEIGHT_PER_WIDTH = 1.1;
const LEAST_HEIGHT = 120;

/** Where a plot stands among small multiples. */
export interface Place {
  readonly width: number;
  readonly height: number;
  /** Whether it is the first of its row, which carries the vertical axis. */
  readonly isFirst: boolean;
  /** Whether none of its column is below it. */
  readonly isLast: boolean;
}

/** One plot of small multiples. */
export interface Multiple<Layer> {
  readonly title: string;
  /** Lines below the title. */
  readonly notes: readonly string[];
  layers(place: Place): readonly Layer[];
}

/** Pixels between what stands above a plot and the plot. */
const ABOVE = 10;

/** How small multiples are set. */
interface MultiplesStyle {
  /** Pixels below a row besides labels. */
  readonly below: number;
}

/** Equal plots in rows, with one vertical axis a row, each below its title. */
export function smallMultiples<Layer>(multiples: readonly Multiple<Layer>[], { below }: MultiplesStyle) {
  const columns = columnsOf(multiples.length);
  const width = Math.min(
    WIDEST_PLOT,
    Math.floor((CONTENT_WIDTH - AXIS_WIDTH - COLUMN_SPACING * (columns - 1)) / columns),
  );
  const height = Math.max(LEAST_HEIGHT, Math.round(HEIGHT_PER_WIDTH * width));
  const lines = 1 + Math.max(0, ...multiples.map(({ notes }) => notes.length));
  return {
    columns,
    bounds: 'flush' as const,
    spacing: { row: ABOVE + lines * LINE_HEIGHT + LABELS_HEIGHT + below, column: COLUMN_SPACING },
    concat: multiples.map(({ title, notes, layers }, at) => ({
      width,
      height,
      layer: [
        ...layers({ width, height, isFirst: at % columns === 0, isLast: at + columns >= multiples.length }),
        heading(cut(title, { width, weight: 'semiBold' }), lines - 1, { fontWeight: 600 as const }),
        ...notes.map((note, line) =>
          heading(cut(note, { width, weight: 'regular' }), lines - 2 - line, { color: MUTED }),
        ),
      ],
    })),
  };
}

/** A text of one line that leaves its neighbour room. */
function cut(
  text: string,
  { width, weight }: { readonly width: number; readonly weight: 'regular' | 'semiBold' },
) {
  const style = { width: width + COLUMN_SPACING - BETWEEN_TEXTS, size: TEXT_SIZE, weight };
  return wrapped(text, { ...style, most: 1 })[0] ?? '';
}

/** A text above a plot, so many lines above the lowest. */
export function heading<Style>(text: string, line: number, style: Style) {
  return {
    data: { values: [{ text }] },
    mark: { type: 'text' as const, align: 'left' as const, baseline: 'bottom' as const, ...style },
    encoding: {
      x: { value: 0 },
      y: { value: -(ABOVE / 2) - line * LINE_HEIGHT },
      text: { field: 'text', type: 'nominal' as const },
    },
  };
}

/** Two rows of two rather than three and one. */
function columnsOf(count: number): number {
  return count === 4 ? 2 : Math.min(MOST_COLUMNS, count);
}

/** The common axis of a row: drawn once, its lines in every plot. */
export function rowAxis({ isFirst }: Place, title: string) {
  return isFirst
    ? { title, tickCount: 5 }
    : { title: null, tickCount: 5, labels: false, ticks: false, domain: false };
}
