import {
  type ComparedExample,
  comparedExamples,
  headOf,
  type Panel,
  ratioText,
  reachOf,
  shownMap,
  wordsOf,
} from '../attention/maps.js';
import { pictureOf, withoutColour } from '../attention/picture.js';
import { colourBar, pngUrl, ratioMap } from '../attention/raster.js';
import { isTraining } from '../input/tables.js';
import { counted, mechanismLabel, shortened } from '../text/format.js';
import { type Html, html, htmlLines } from '../text/html.js';
import type { SitePage } from './document.js';
import { block, inline } from './elements.js';
import { type RecordLink, recordLinks, type Section } from './section.js';

const MAP_SIZE = 320;
const HEAD_SIZE = 96;
const FONT_SIZE = 10;
const MARGIN = 84;
/** Characters that a word beside a map has at most. */
const WORD_LENGTH = 13;

/** The gallery of attention maps: every example with every mechanism, the mean over heads and each head. None without maps. */
export function galleryPage(sections: readonly Section[]): SitePage | undefined {
  const tables = sections.flatMap((section) => {
    const { table } = section;
    const examples = isTraining(table) ? comparedExamples(table.input) : [];
    if (examples.length === 0) return [];
    const link = recordLinks(section, '../');
    const shown = htmlLines(examples.map((example, at) => renderExample(example, at, link)));
    return [block(table.input.title, table.input.name, shown)];
  });
  if (tables.length === 0) return undefined;
  const intro = html`<p>Weights of the last attention layer of the trained models, for examples of the test part. The large map is the mean over heads, the small ones are the heads. Colours tell how many times the uniform weight a weight is, the uniform weight being one over the number of keys that the query attends to: white as much, blue less, orange more, grey nothing. The scale is logarithmic and the same for all mechanisms of an example; its ends are the largest multiple in their mean maps and its reciprocal, and what lies beyond has the colour of the end. In maps of words, rows are queries and columns are keys; over images, colours are the attention that each patch receives, mean over queries.</p>`;
  return {
    path: 'pages/attention.html',
    label: 'Attention',
    title: 'Attention maps',
    main: htmlLines([intro, ...tables]),
  };
}

function renderExample(example: ComparedExample, at: number, link: RecordLink): Html {
  const { input } = example;
  const panels = example.panels.map((panel) => renderPanel(example, panel, link(panel.file)));
  const picture =
    input.kind === 'image' && html` style="--picture:url(${pngUrl(withoutColour(pictureOf(input)))})"`;
  return html`<h3>${at + 1}: ${example.label}</h3>
${describeInput(example)}
${describeScale(example)}
<div class="panels"${picture}>
${htmlLines(panels)}
</div>`;
}

function describeInput({ input, label }: ComparedExample): Html {
  if (input.kind === 'image') {
    return html`<img class="map" width="${HEAD_SIZE}" height="${HEAD_SIZE}" alt="The image: ${label}" src="${pngUrl(pictureOf(input))}">`;
  }
  const lines = input.kind === 'text' ? [input.tokens] : [input.source, input.target];
  return html`${lines.map((words) => html`<p class="tokens">${inline(words.join(' '))}</p>`)}`;
}

function describeScale(example: ComparedExample): Html {
  const reach = ratioText(reachOf(example));
  return html`<p class="scale">1/${reach} <img width="160" height="12" alt="from blue through white to orange" src="${pngUrl(colourBar(81))}"> ${reach} the uniform weight</p>`;
}

function renderPanel(example: ComparedExample, panel: Panel, record: string): Html {
  const name = mechanismLabel(panel.mechanism);
  const heads = Array.from({ length: panel.heads }, (_, head) =>
    renderMap(example, panel, headOf(panel, head), {
      size: HEAD_SIZE,
      alternative: `${name}, head ${head + 1}`,
    }),
  );
  return html`<figure>${renderMean(example, panel)}
<div class="heads">${heads}</div>
<figcaption>${name}: mean over ${counted(panel.heads, 'head')} of ${panel.name}, and each head. <a href="${record}">${panel.file}</a></figcaption></figure>`;
}

function renderMean(example: ComparedExample, panel: Panel): Html {
  const alternative = `${mechanismLabel(panel.mechanism)}, mean over heads: ${strongest(example, panel)}`;
  const { rows, columns } = wordsOf(example.input, panel);
  if (rows.length === 0 && columns.length === 0) {
    return renderMap(example, panel, panel.mean, { size: MAP_SIZE, alternative });
  }
  const url = mapUrl(example, panel, panel.mean);
  const size = MARGIN + MAP_SIZE;
  const row = (word: string, at: number) =>
    html`<text x="${MARGIN - 4}" y="${MARGIN + ((at + 0.5) * MAP_SIZE) / rows.length}" text-anchor="end" dominant-baseline="central">${shortened(word, WORD_LENGTH)}</text>`;
  const column = (word: string, at: number) => {
    const x = MARGIN + ((at + 0.5) * MAP_SIZE) / columns.length;
    return html`<text transform="translate(${x} ${MARGIN - 4}) rotate(-90)" dominant-baseline="central">${shortened(word, WORD_LENGTH)}</text>`;
  };
  return html`<svg role="img" aria-label="${alternative}" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}" font-size="${FONT_SIZE}" fill="currentColor"><image class="map" x="${MARGIN}" y="${MARGIN}" width="${MAP_SIZE}" height="${MAP_SIZE}" preserveAspectRatio="none" href="${url}"/>${rows.map(row)}${columns.map(column)}</svg>`;
}

function renderMap(
  example: ComparedExample,
  panel: Panel,
  weights: Float32Array,
  { size, alternative }: { readonly size: number; readonly alternative: string },
): Html {
  const map = html`<img class="map" width="${size}" height="${size}" alt="${alternative}" src="${mapUrl(example, panel, weights)}">`;
  return example.input.kind === 'image' ? html`<div class="overlay">${map}</div>` : map;
}

function mapUrl(example: ComparedExample, panel: Panel, weights: Float32Array): string {
  const { ratios, width } = shownMap(example.input, panel, weights);
  return pngUrl(ratioMap(ratios, width, reachOf(example)));
}

/** `most, 2.6× the uniform weight, from “film” to “great”`: the largest weight, for readers who don't see the map. */
function strongest({ input }: ComparedExample, panel: Panel): string {
  const { ratios, width } = shownMap(input, panel, panel.mean);
  const at = ratios.reduce(
    (best, ratio, position) => (ratio > (ratios[best] as number) ? position : best),
    0,
  );
  const [row, column] = [Math.floor(at / width), at % width];
  const words = wordsOf(input, panel);
  const most = `most, ${ratioText(ratios[at] as number)} the uniform weight,`;
  if (input.kind === 'image') return `${most} for the patch in row ${row + 1}, column ${column + 1}`;
  const name = (list: readonly string[], position: number) => `“${list[position] ?? position + 1}”`;
  return `${most} from ${name(words.rows, row)} to ${name(words.columns, column)}`;
}
