import { comparedExamples, largestOf, shownMap } from '../attention/maps.js';
import { pictureOf } from '../attention/picture.js';
import { heatMap, pngUrl } from '../attention/raster.js';
import { listed } from '../format.js';
import { isBaseline, mechanismLabel } from '../report-table.js';
import { only, SCHEMA, subtitleOf, usermeta } from './figure.js';
import { CONFIG } from './theme.js';

const MOST_EXAMPLES = 4;
const STEP = 100;
const SIZE = 92;
const LABEL_WIDTH = 110;
const PICTURE = 'Image';
/**
 * What the paper's mechanisms attend to in the same examples, side by side: a row an example, a column a mechanism,
 * the mean over the heads of the last layer. None without maps.
 */
export function attentionFigure(input) {
  const { table } = input;
  const examples = comparedExamples(table)
    .slice(0, MOST_EXAMPLES)
    .map((example) => ({
      ...example,
      panels: example.panels.filter(({ mechanism }) => !isBaseline(table, mechanism)),
    }))
    .filter(({ panels }) => panels.length > 0);
  const [first] = examples;
  if (!first) return undefined;
  const pictures = first.input.kind === 'image';
  const panels = examples.flatMap((example) => example.panels);
  const mechanisms = table.mechanisms.filter((name) => panels.some(({ mechanism }) => mechanism === name));
  const columns = [...(pictures ? [PICTURE] : []), ...mechanisms.map(mechanismLabel)];
  const values = examples.flatMap(rowsOf);
  const rows = examples.map(rowLabel);
  const x = {
    field: 'column',
    type: 'nominal',
    scale: { domain: columns },
    axis: { title: null, orient: 'top', labelAngle: 0, ticks: false, domain: false, labelFontSize: 12 },
  };
  const y = {
    field: 'row',
    type: 'nominal',
    scale: { domain: rows },
    axis: {
      title: null,
      ticks: false,
      domain: false,
      labelLimit: LABEL_WIDTH,
      labelExpr: "split(datum.label, '\\n')",
    },
  };
  const mark = { type: 'image', width: SIZE, height: SIZE, aspect: false, smooth: false };
  const url = { field: 'url', type: 'nominal' };
  const reading = pictures
    ? 'Over the image: attention that each patch receives.'
    : 'Rows of a map: queries. Columns: keys.';
  return {
    name: 'attention',
    caption: `What the mechanisms attend to in the same test examples: weights of the last attention layer (${first.panels[0]?.layer}), mean over heads. ${reading} Colours run from dark, 0, to bright, the largest weight of the row.`,
    alternative: `Maps of attention weights of ${listed(mechanisms.map(mechanismLabel))} for ${examples.length} examples. ${examples.map(described).join(' ')}`,
    spec: {
      $schema: SCHEMA,
      description: `Attention weights of the last layer, mean over heads; ${table.title}, preset ${table.preset.name}`,
      usermeta: usermeta(
        input,
        panels.map(({ file }) => file),
      ),
      config: CONFIG,
      title: {
        text: table.title,
        subtitle: [
          subtitleOf(table, table.heads),
          reading,
          'Dark: 0. Bright: the largest weight of the row.',
        ],
      },
      data: { values },
      width: { step: STEP },
      height: { step: STEP },
      layer: [
        { transform: only('picture'), mark, encoding: { x, y, url } },
        {
          transform: only('map'),
          mark: { ...mark, opacity: pictures ? 0.65 : 1 },
          encoding: { x, y, url, tooltip: [{ field: 'mechanism' }, { field: 'record' }] },
        },
      ],
    },
  };
}
function rowsOf(example, at) {
  const { input, panels } = example;
  const largest = largestOf(example);
  const row = rowLabel(example, at);
  const picture = input.kind === 'image' ? pngUrl(pictureOf(input)) : undefined;
  const maps = panels.map((panel) => {
    const column = mechanismLabel(panel.mechanism);
    const { values, width } = shownMap(input, panel, panel.mean);
    const url = pngUrl(heatMap(values, width, largest));
    return { kind: 'map', row, column, mechanism: column, record: panel.file, url };
  });
  if (picture === undefined) return maps;
  const columns = [PICTURE, ...maps.map(({ column }) => column)];
  return [...columns.map((column) => ({ kind: 'picture', row, column, url: picture })), ...maps];
}
function rowLabel(example, at) {
  return `${at + 1}: ${example.label}\n0 to ${largestOf(example).toFixed(3)}`;
}
function described({ label, input, panels }) {
  return `${label}: ${panels.map((panel) => `${mechanismLabel(panel.mechanism)} at most ${largest(panel)}`).join(', ')}.`;
  function largest(panel) {
    return shownMap(input, panel, panel.mean)
      .values.reduce((so, value) => Math.max(so, value), 0)
      .toFixed(3);
  }
}
