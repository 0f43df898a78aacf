import { type ComparedExample, comparedExamples, ratioText, reachOf } from '../attention/maps.js';
import { pictureOf, withoutColour } from '../attention/picture.js';
import { colourBar, pngUrl } from '../attention/raster.js';
import { datasetName } from '../input/dataset-text.js';
import { isTraining } from '../input/tables.js';
import { counted } from '../text/format.js';
import { type Html, html, htmlLines } from '../text/html.js';
import type { SitePage } from './document.js';
import { block, inline } from './elements.js';
import { renderCloser, renderMean } from './gallery-maps.js';
import { type RecordLink, recordLinks, type Section } from './section.js';

const PICTURE_SIZE = 150;

/** The examples of one table. */
interface Exhibit {
  readonly name: string;
  readonly title: string;
  readonly dataset: string;
  readonly examples: readonly ComparedExample[];
  readonly link: RecordLink;
}

/**
 * The gallery of attention maps: every example with every mechanism, the mean over heads, and folded below it the maps with
 * their words and each head; examples of a class that is there already are folded too. None without maps.
 */
export function galleryPage(sections: readonly Section[]): SitePage | undefined {
  const exhibits = sections.flatMap((section): Exhibit[] => {
    const { table } = section;
    const examples = isTraining(table) ? comparedExamples(table.input) : [];
    if (!isTraining(table) || examples.length === 0) return [];
    const { name, title } = table.input;
    return [{ name, title, dataset: datasetName(table.input), examples, link: recordLinks(section, '../') }];
  });
  if (exhibits.length === 0) return undefined;
  return {
    path: 'pages/attention.html',
    label: 'Attention',
    title: 'Attention maps',
    main: htmlLines([INTRO, renderContents(exhibits), ...exhibits.map(renderExhibit)]),
  };
}

const INTRO = html`<p>What the mechanisms attend to in the same examples of the test part: weights of the last attention layer of the trained models, mean over heads. Colours tell how many times the uniform weight a weight is, the uniform weight being one over the number of keys that the query attends to: white as much, blue less, orange more, grey nothing.</p>
<p>The scale is logarithmic and the same for all mechanisms of an example: it ends at the largest multiple that one of the paper’s mechanisms has, and at its reciprocal; what lies beyond, of heads and baselines, has the colour of the end. In maps of words, rows are queries and columns are keys; over images, colours are the attention that each patch receives, mean over queries.</p>`;

function renderContents(exhibits: readonly Exhibit[]): Html {
  const entries = exhibits.map(({ name, dataset, examples }) => {
    const links = examples.flatMap((example, at) =>
      example.isRepeated ? [] : [html` <a href="#${anchorOf(name, at)}">${example.title}</a>`],
    );
    return html`<li><a href="#${name}">${dataset}</a>:${links}</li>`;
  });
  return html`<ul class="contents" aria-label="Contents">${entries}</ul>`;
}

function anchorOf(table: string, at: number): string {
  return `${table}-example-${at + 1}`;
}

function renderExhibit({ name, title, examples, link }: Exhibit): Html | undefined {
  const rendered = examples.map((example, at) => ({
    isRepeated: example.isRepeated,
    shown: renderExample(example, anchorOf(name, at), link),
  }));
  const repeated = rendered.filter(({ isRepeated }) => isRepeated).map(({ shown }) => shown);
  const more =
    repeated.length > 0 &&
    html`<details class="screen"><summary>${counted(repeated.length, 'more example')} of these classes</summary>
${htmlLines(repeated)}
</details>`;
  const first = rendered.filter(({ isRepeated }) => !isRepeated).map(({ shown }) => shown);
  return block(title, name, htmlLines([...first, more]));
}

function renderExample(example: ComparedExample, anchor: string, link: RecordLink): Html {
  const { input, title, place, panels } = example;
  const picture =
    input.kind === 'image' && html` style="--picture:url(${pngUrl(withoutColour(pictureOf(input)))})"`;
  const where = place === title ? '' : html` <span class="unit">${place}</span>`;
  return html`<article id="${anchor}" class="example"${picture}>
<h3>${title}${where}</h3>
${describeWords(example)}
${describeScale(example)}
<div class="panels">
${describeImage(example)}${htmlLines(panels.map((panel) => renderMean(example, panel)))}
</div>
<details class="screen"><summary>Closer: ${input.kind === 'image' ? 'each head' : 'with words, and each head'}</summary>
<div class="panels closer">
${htmlLines(panels.map((panel) => renderCloser(example, panel, link(panel.file))))}
</div>
</details>
</article>`;
}

function describeImage({ input, title }: ComparedExample): Html | undefined {
  if (input.kind !== 'image') return undefined;
  return html`<figure><img class="map" loading="lazy" width="${PICTURE_SIZE}" height="${PICTURE_SIZE}" alt="The image: ${title}" src="${pngUrl(pictureOf(input))}"><figcaption>Image</figcaption></figure>
`;
}

function describeWords({ input }: ComparedExample): Html | undefined {
  if (input.kind === 'image') return undefined;
  const lines = input.kind === 'text' ? [input.tokens] : [input.source, input.target];
  return html`${lines.map((words) => html`<p class="tokens">${inline(withoutPadding(words).join(' '))}</p>`)}`;
}

/** Words without what fills a text up. */
function withoutPadding(words: readonly string[]): string[] {
  return words.filter((word) => word !== '' && word !== '[padding]');
}

function describeScale(example: ComparedExample): Html {
  const reach = ratioText(reachOf(example));
  return html`<p class="scale">1/${reach} <img width="160" height="12" alt="from blue through white to orange" src="${pngUrl(colourBar(81))}"> ${reach} the uniform weight</p>`;
}
