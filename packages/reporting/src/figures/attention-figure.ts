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
import { pngUrl, ratioMap } from '../attention/raster.js';
import { isBaseline } from '../input/tables.js';
import { counted, listed, mechanismLabel } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { subtitleOf, type UntitledFigure } from './figure.js';
import * as marks from './marks.js';

const MOST_EXAMPLES = 4;
const STEP = 100;
const SIZE = 92;
const LABEL_WIDTH = 150;
const PICTURE = 'Image';

/**
 * What the paper's mechanisms attend to in the same examples, side by side: a row an example, a column a mechanism,
 * the mean over the heads of the last layer. None without maps.
 */
export function attentionFigure(table: TrainingTable): UntitledFigure | undefined {
  const { input } = table;
  const examples = comparedExamples(input)
    .slice(0, MOST_EXAMPLES)
    .map((example) => ({
      ...example,
      panels: example.panels.filter(({ mechanism }) => !isBaseline(input, mechanism)),
    }))
    .filter(({ panels }) => panels.length > 0);
  const [first] = examples;
  if (!first) return undefined;

  const pictures = first.input.kind === 'image';
  const panels = examples.flatMap((example) => example.panels);
  const mechanisms = input.mechanisms.filter((name) => panels.some(({ mechanism }) => mechanism === name));
  const columns = [...(pictures ? [PICTURE] : []), ...mechanisms.map(mechanismLabel)];
  const values = examples.flatMap(rowsOf);
  const x = marks.names('column', columns, {
    orient: 'top',
    labelAngle: 0,
    ticks: false,
    domain: false,
    labelFontSize: 12,
  });
  const y = marks.names('row', examples.map(rowLabel), {
    ticks: false,
    domain: false,
    labelLimit: LABEL_WIDTH,
    labelExpr: "split(datum.label, '\\n')",
  });
  const mark = { type: 'image' as const, width: SIZE, height: SIZE, aspect: false, smooth: false };
  const url = { field: 'url', type: 'nominal' as const };
  const reading = pictures
    ? 'Over the image: attention that each patch receives.'
    : 'Rows of a map: queries. Columns: keys.';
  return {
    name: 'attention',
    caption: `What the mechanisms attend to in the same test examples: weights of the last attention layer (${first.panels[0]?.name}), mean over heads. ${reading} Colours tell how many times the uniform weight (one over the attended keys) a weight is: white as much, blue less, orange more, grey nothing, on a logarithmic scale whose ends stand beside each row.`,
    alternative: `Maps of attention weights, as multiples of the uniform weight, of ${listed(mechanisms.map(mechanismLabel))} for ${counted(examples.length, 'example')}. ${examples.map(described).join(' ')}`,
    what: 'Attention weights of the last layer, mean over heads',
    subtitle: [
      subtitleOf(table, input.heads),
      reading,
      'White: the uniform weight. Blue: less. Orange: more; the ends are beside the row.',
    ],
    records: panels.map(({ file }) => file),
    spec: {
      data: { values },
      width: { step: STEP },
      height: { step: STEP },
      layer: [
        { ...marks.only('picture'), mark, encoding: { x, y, url } },
        {
          ...marks.only('map'),
          mark: { ...mark, opacity: pictures ? 0.65 : 1 },
          encoding: { x, y, url, tooltip: [{ field: 'mechanism' }, { field: 'record' }] },
        },
      ],
    },
  };
}

function rowsOf(example: ComparedExample, at: number) {
  const { input, panels } = example;
  const reach = reachOf(example);
  const row = rowLabel(example, at);
  const maps = panels.map((panel) => {
    const column = mechanismLabel(panel.mechanism);
    const { ratios, width } = shownMap(input, panel);
    const url = pngUrl(ratioMap(ratios, width, reach));
    return { kind: 'map', row, column, mechanism: column, record: panel.file, url };
  });
  if (input.kind !== 'image') return maps;
  const picture = pictureOf(input);
  const below = pngUrl(withoutColour(picture));
  return [
    { kind: 'picture', row, column: PICTURE, url: pngUrl(picture) },
    ...maps.map(({ column }) => ({ kind: 'picture', row, column, url: below })),
    ...maps,
  ];
}

function rowLabel(example: ComparedExample, at: number): string {
  return `${at + 1}: ${example.label}\n${scaleText(example)}`;
}

function described({ label, input, panels }: ComparedExample): string {
  const peaks = panels.map(
    (panel) => `${mechanismLabel(panel.mechanism)} at most ${ratioText(peakOf(input, panel))}`,
  );
  return `${label}: ${peaks.join(', ')}.`;
}
