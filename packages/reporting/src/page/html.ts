import type { Figure } from '../figures/figure.js';
import { escapeHtml } from '../renderers/html.js';

/** A figure with its picture. */
export interface DrawnFigure extends Figure {
  svg: string;
  /** The compiled specification, which the page's script draws anew. */
  vega: object;
}

/** The widest picture that a narrow screen may shrink; wider ones scroll. */
const WIDEST = 520;

/**
 * A figure: its picture, which a script replaces by one that answers to the pointer, and its caption.
 *
 * @param records the folder of the records, relative to the page
 */
export function renderFigure({ alternative, caption, svg, vega }: DrawnFigure, records: string): string {
  const wide = Number(/width="(\d+)/.exec(svg)?.[1]) > WIDEST;
  const drawing = `<div class="drawing" role="img" aria-label="${escapeHtml(alternative)}"><div aria-hidden="true">${svg}</div></div>`;
  return `<figure data-records="${escapeHtml(records)}"${wide ? ' class="wide"' : ''}>${wide ? scrolling(caption, drawing) : drawing}<script type="application/json">${json(vega)}</script><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** JSON that is safe inside a `<script>`. */
function json(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Wide content in a region of its own, which the keyboard can scroll. */
export function scrolling(label: string, content: string): string {
  return `<div class="scroll" role="region" aria-label="${escapeHtml(label)}" tabindex="0">\n${content}\n</div>`;
}

/** A list of sentences; empty without any. */
export function sentences(className: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<ul class="${className}">${items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`;
}

/** Escaped text with \`code\` marked and addresses linked. */
export function inline(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/https?:\/\/[^\s()<>&]+/g, '<a href="$&">$&</a>');
}

/** Headings of a table's columns, which the page's script makes buttons that sort. */
export function columnHeadings(columns: readonly string[]): string {
  const cells = columns.map(
    (column, position) => `<th scope="col" data-column="${position}">${escapeHtml(column)}</th>`,
  );
  return `<thead><tr>${cells.join('')}</tr></thead>`;
}
