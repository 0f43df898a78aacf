import {
  type ComparedExample,
  comparedExamples,
  peakOf,
  ratioText,
  reachOf,
  scaleText,
  shownMap,
} from '../attention/maps.js';
import { pictureOf, withoutColour } from '../attention/picture.js';
import { colourBar, pngUrl, ratioMap } from '../attention/raster.js';
import { counted, listed, mechanismLabel } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { subtitleOf, type UntitledFigure } from './figure.js';
import * as marks from './marks.js';
import { CONTENT_WIDTH, MUTED } from './theme.js';

const MOST_EXAMPLES = 4;
const GAP = 6;
const LEAST_SIZE = 64;
const MOST_SIZE = 110;
/** Pixels of a line of text. */
const LINE = 20;
const PICTURE = 'Image';
/** The bar of colours below the maps. */
const BAR = { width: 110, height: 10 } as const;

/** Where the maps stand, in pixels. */
interface Grid {
  /** Of a map. */
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What the paper's mechanisms attend to in the same examples of different classes, side by side: a row an example, a column a
 * mechanism, the mean over the heads of the last layer. None without maps.
 */
export function attentionFigure(table: TrainingTable): UntitledFigure | undefined {
  const { input } = table;
  const examples = comparedExamples(input)
    .filter(({ isRepeated }) => !isRepeated)
    .slice(0, MOST_EXAMPLES)
    .map((example) => ({ ...example, panels: example.panels.filter(({ isBaseline }) => !isBaseline) }))
    .filter(({ panels }) => panels.length > 0);
  const [first] = examples;
  if (!first) return undefined;

  const pictures = first.input.kind === 'image';
  const panels = examples.flatMap((example) => example.panels);
  const mechanisms = input.mechanisms.filter((name) => panels.some(({ mechanism }) => mechanism === name));
  const columns = [...(pictures ? [PICTURE] : []), ...mechanisms.map(mechanismLabel)];
  const grid = gridOf(columns.length, examples.length);
  const values = [
    ...columns.map((text, at) => ({ kind: 'text', text, x: columnAt(at, grid), y: LINE / 2 })),
    ...examples.flatMap((example, at) => rowsOf(example, { columns, top: rowAt(at, grid), grid })),
    ...barOf(grid),
  ];
  const x = { ...marks.quantity('x', { domain: [0, grid.width], nice: false, zero: false }, null) };
  const y = { ...marks.quantity('y', { domain: [grid.height, 0], nice: false, zero: false }, null) };
  const url = { field: 'url', type: 'nominal' as const };
  const mark = {
    type: 'image' as const,
    align: 'left' as const,
    baseline: 'top' as const,
    aspect: false,
    smooth: false,
  };
  const square = { ...mark, width: grid.size, height: grid.size };
  const text = { field: 'text', type: 'nominal' as const };
  const seed = input.records.get(first.panels[0]?.file ?? '')?.seed;
  const reading = pictures
    ? 'Over each image: the attention that its patches receive, mean over queries.'
    : 'Rows of a map: queries. Columns: keys.';
  const colours =
    'White: the uniform weight, one over the attended keys. Blue: less. Orange: more. Grey: nothing. Logarithmic; the ends are above each row.';
  return {
    name: 'attention',
    caption: `What the mechanisms attend to in ${counted(examples.length, 'test example')}, seed ${seed}: weights of the last attention layer (${first.panels[0]?.name}), mean over heads. ${reading} ${colours}`,
    alternative: `Maps of attention weights, as multiples of the uniform weight, of ${listed(mechanisms.map(mechanismLabel))} for ${counted(examples.length, 'example')}. ${examples.map(described).join(' ')}`,
    what: 'Attention weights of the last layer, mean over heads',
    finding: findingOf(examples, mechanisms),
    width: Math.max(CONTENT_WIDTH, grid.width),
    subtitle: [`${subtitleOf(table, input.heads)} · seed\u00a0${seed}`, reading, colours],
    records: panels.map(({ file }) => file),
    spec: {
      data: { values },
      width: grid.width,
      height: grid.height,
      layer: [
        marks.texts(marks.only('text'), 0, { x, y, text }),
        {
          ...marks.only('note'),
          mark: { type: 'text', align: 'left', baseline: 'middle', color: MUTED },
          encoding: { x, y, text },
        },
        { ...marks.only('picture'), mark: square, encoding: { x, y, url } },
        {
          ...marks.only('map'),
          mark: { ...square, opacity: pictures ? 0.65 : 1 },
          encoding: { x, y, url, tooltip: [{ field: 'mechanism' }, { field: 'record' }] },
        },
        { ...marks.only('bar'), mark: { ...mark, ...BAR }, encoding: { x, y, url } },
      ],
    },
  };
}

function gridOf(columns: number, rows: number): Grid {
  const room = Math.floor((CONTENT_WIDTH - GAP * (columns - 1)) / columns);
  const size = Math.min(MOST_SIZE, Math.max(LEAST_SIZE, room));
  const width = columns * size + (columns - 1) * GAP;
  return { size, width: Math.max(width, CONTENT_WIDTH), height: LINE + rows * (LINE + size + GAP) + LINE };
}

function columnAt(at: number, { size }: Grid): number {
  return at * (size + GAP);
}

function rowAt(at: number, { size }: Grid): number {
  return LINE + at * (LINE + size + GAP);
}

interface RowPlace {
  readonly columns: readonly string[];
  readonly top: number;
  readonly grid: Grid;
}

function rowsOf(example: ComparedExample, { columns, top, grid }: RowPlace) {
  const { input, panels, title } = example;
  const reach = reachOf(example);
  const y = top + LINE;
  const heading = { kind: 'note', text: `${title}: ${scaleText(example)}`, x: 0, y: top + LINE / 2 };
  const maps = panels.map((panel) => {
    const mechanism = mechanismLabel(panel.mechanism);
    const { ratios, width } = shownMap(input, panel);
    const url = pngUrl(ratioMap(ratios, width, reach));
    return {
      kind: 'map',
      x: columnAt(columns.indexOf(mechanism), grid),
      y,
      mechanism,
      record: panel.file,
      url,
    };
  });
  if (input.kind !== 'image') return [heading, ...maps];
  const picture = pictureOf(input);
  const below = pngUrl(withoutColour(picture));
  return [
    heading,
    { kind: 'picture', x: 0, y, url: pngUrl(picture) },
    ...maps.map((map) => ({ kind: 'picture', x: map.x, y, url: below })),
    ...maps,
  ];
}

/** The bar of colours and what its ends are. */
function barOf({ height }: Grid) {
  const y = height - LINE / 2;
  return [
    { kind: 'note', text: 'least', x: 0, y },
    { kind: 'bar', x: 40, y: y - BAR.height / 2, url: pngUrl(colourBar(BAR.width)) },
    { kind: 'note', text: 'most of the row', x: 48 + BAR.width, y },
  ];
}

/** How far from uniform the weights are with which mechanism, over the examples that are shown. */
function findingOf(examples: readonly ComparedExample[], mechanisms: readonly string[]): string {
  const peaks = mechanisms.map((mechanism) => ({
    mechanism: mechanismLabel(mechanism),
    peak: Math.max(
      ...examples.flatMap(({ input, panels }) =>
        panels.filter((panel) => panel.mechanism === mechanism).map((panel) => peakOf(input, panel)),
      ),
    ),
  }));
  const [least, most] = [
    peaks.reduce((low, one) => (one.peak < low.peak ? one : low)),
    peaks.reduce((high, one) => (one.peak > high.peak ? one : high)),
  ];
  const start = `weights reach ${ratioText(most.peak)} the uniform one with ${most.mechanism}`;
  return least === most ? start : `${start}, ${ratioText(least.peak)} with ${least.mechanism}`;
}

function described({ title, input, panels }: ComparedExample): string {
  const peaks = panels.map(
    (panel) => `${mechanismLabel(panel.mechanism)} at most ${ratioText(peakOf(input, panel))}`,
  );
  return `${title}: ${peaks.join(', ')}.`;
}
