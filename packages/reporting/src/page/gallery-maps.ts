import {
  type ComparedExample,
  headOf,
  type Panel,
  ratioText,
  reachOf,
  shownMap,
  wordsOf,
} from '../attention/maps.js';
import { pngUrl, ratioMap } from '../attention/raster.js';
import { counted, mechanismLabel, shortened } from '../text/format.js';
import { type Html, html } from '../text/html.js';

const SIZE = 150;
const HEAD_SIZE = 100;
/** Of maps with words: a word's line, the text, and the words' place beside the map. */
const WORD = { line: 15, size: 12, margin: 96 } as const;
const LEAST_SIZE = 180;
/** Characters that a word beside a map has at most. */
const WORD_LENGTH = 14;

/** A mechanism's mean map with its name below. */
export function renderMean(example: ComparedExample, panel: Panel): Html {
  const name = mechanismLabel(panel.mechanism);
  const alternative = `${name}, mean over heads: ${strongest(example, panel)}`;
  return html`<figure>${renderMap(example, panel, panel.mean, { size: SIZE, alternative })}<figcaption>${name}</figcaption></figure>`;
}

/** A mechanism's maps closer: the mean with its words, where it has any, and each head. */
export function renderCloser(example: ComparedExample, panel: Panel, record: string): Html {
  const name = mechanismLabel(panel.mechanism);
  const heads = Array.from({ length: panel.heads }, (_, head) =>
    renderMap(example, panel, headOf(panel, head), {
      size: HEAD_SIZE,
      alternative: `${name}, head ${head + 1}`,
    }),
  );
  return html`<figure>${renderWords(example, panel)}
<div class="heads">${heads}</div>
<figcaption>${name}, ${panel.name}: each of ${counted(panel.heads, 'head')}. <a href="${record}">${panel.file}</a></figcaption></figure>`;
}

/** The mean map between its words; nothing where it has none. */
function renderWords(example: ComparedExample, panel: Panel): Html | undefined {
  const { rows, columns } = wordsOf(example.input, panel);
  if (rows.length === 0 && columns.length === 0) return undefined;
  const { line, size, margin } = WORD;
  const width = Math.max(LEAST_SIZE, line * columns.length);
  const height = Math.max(LEAST_SIZE, line * rows.length);
  const row = (word: string, at: number) =>
    html`<text x="${margin - 4}" y="${margin + ((at + 0.5) * height) / rows.length}" text-anchor="end" dominant-baseline="central">${shortened(word, WORD_LENGTH)}</text>`;
  const column = (word: string, at: number) =>
    html`<text transform="translate(${margin + ((at + 0.5) * width) / columns.length} ${margin - 4}) rotate(-90)" dominant-baseline="central">${shortened(word, WORD_LENGTH)}</text>`;
  const [whole, high] = [margin + width, margin + height];
  return html`<svg role="img" aria-label="${mechanismLabel(panel.mechanism)}, mean over heads with its words" width="${whole}" height="${high}" viewBox="0 0 ${whole} ${high}" font-size="${size}" fill="currentColor"><image class="map" x="${margin}" y="${margin}" width="${width}" height="${height}" preserveAspectRatio="none" href="${mapUrl(example, panel, panel.mean)}"/>${rows.map(row)}${columns.map(column)}</svg>`;
}

function renderMap(
  example: ComparedExample,
  panel: Panel,
  weights: Float32Array,
  { size, alternative }: { readonly size: number; readonly alternative: string },
): Html {
  const map = html`<img class="map" loading="lazy" width="${size}" height="${size}" alt="${alternative}" src="${mapUrl(example, panel, weights)}">`;
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
