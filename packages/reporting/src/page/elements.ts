import type { Figure } from '../figures/figure.js';
import { counted } from '../text/format.js';
import { escapeHtml, Html, html, htmlLines } from '../text/html.js';

/** A figure with its picture. */
export interface DrawnFigure extends Figure {
  readonly svg: string;
  /** The compiled specification, which the page's script draws anew. */
  readonly vega: object;
}

/** The widest picture that a narrow screen may shrink; wider ones scroll. */
const WIDEST = 390;

/** What stands in a cell without a value. */
export const NONE = html`<span class="none">–</span>`;

/**
 * A figure: its picture, which a script replaces by one that answers to the pointer, and its caption.
 *
 * @param records the folder of the records, relative to the page
 */
export function renderFigure(figure: DrawnFigure, records: string): Html {
  const { caption, svg, vega } = figure;
  const isWide = Number(/width="(\d+)/.exec(svg)?.[1]) > WIDEST;
  const drawing = picture(figure);
  const shown = isWide ? scrolling(caption, drawing) : drawing;
  return html`<figure data-records="${records}"${isWide && html` class="wide"`}>${shown}<script type="application/json">${json(vega)}</script><figcaption>${caption}</figcaption></figure>`;
}

/** A figure's picture alone. */
export function picture({ alternative, svg }: Pick<DrawnFigure, 'alternative' | 'svg'>): Html {
  return html`<div class="drawing" role="img" aria-label="${alternative}"><div aria-hidden="true">${new Html(svg)}</div></div>`;
}

/** JSON that is safe inside a `<script>`. */
function json(value: object): Html {
  return new Html(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

/** More rows than these are folded. */
export const MOST_OPEN = 24;

/** Content of so many items of a kind, folded under their number where they are many. */
export function foldedIfMany(count: number, noun: string, content: Html): Html {
  return count > MOST_OPEN ? folded(counted(count, noun), content) : content;
}

/** Content under a line that unfolds it. */
export function folded(summary: string, content: Html): Html {
  return html`<details><summary>${summary}</summary>\n${content}\n</details>`;
}

/** A cell with a text and, for sorting, the number that it stands for; nothing but a dash without a text. */
export function numberCell(text: string | undefined, value?: number): Html {
  if (text === undefined) return html`<td>${NONE}</td>`;
  return html`<td${value !== undefined && html` data-value="${value}"`}>${text}</td>`;
}

/** A command to copy; its words stay whole where there is room. */
export function command(text: string): Html {
  const words = text.split(' ').map((word, at) => html`${at > 0 && ' '}<span>${word}</span>`);
  return html`<code class="command">${words}</code>`;
}

/** A part of a page under its heading; nothing without content. */
export function block(title: string, id: string, content: Html | undefined): Html | undefined {
  if (content === undefined) return undefined;
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>`;
}

/** Wide content in a region of its own, which the keyboard can scroll. */
export function scrolling(label: string, content: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">\n${content}\n</div>`;
}

/** A list of sentences; nothing without any. */
export function sentences(className: string, items: readonly string[]): Html | undefined {
  if (items.length === 0) return undefined;
  return html`<ul class="${className}">${items.map((item) => html`<li>${inline(item)}</li>`)}</ul>`;
}

/** Escaped text with \`code\` marked and addresses linked. */
export function inline(text: string): Html {
  return new Html(
    escapeHtml(text)
      .replace(/`([^`]+)`/g, '<code>$1</code>')
      .replace(/https?:\/\/[^\s()<>&]+/g, '<a href="$&">$&</a>'),
  );
}

/** The reason for a preset; nothing where none is stated. */
export function becauseOf(
  { name, because }: { readonly name: string; readonly because?: string },
  className?: string,
): Html | undefined {
  if (!because) return undefined;
  return html`<p${className !== undefined && html` class="${className}"`}>Preset ${name}: ${inline(because)}.</p>`;
}

/** In what a preset differs from the paper. */
export function deviationsOf({ deviations }: { readonly deviations: readonly string[] }): Html {
  return sentences('deviations', deviations) ?? html`<p>None stated.</p>`;
}

/** What a table of a page holds; one of the class `sortable` has headings that the page's script makes buttons. */
interface PageTable {
  readonly className: string;
  /** Names the region that scrolls. */
  readonly label: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** One `<tbody>` or several. */
  readonly bodies: readonly Html[];
}

/** A table under its caption and headings, in a region that scrolls. */
export function pageTable({ className, label, caption, columns, bodies }: PageTable): Html {
  const headings = columns.map((column, at) => html`<th scope="col" data-column="${at}">${column}</th>`);
  const table = html`<table class="${className}">
<caption>${caption}</caption>
<thead><tr>${headings}</tr></thead>
${htmlLines(bodies)}
</table>`;
  return scrolling(label, table);
}
