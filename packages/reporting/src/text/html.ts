import { typeset } from './typeset.js';

/** Markup, which {@link html} takes as it is. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What an {@link html} template may hold; an array stands for its items one after another. */
export type HtmlPart = Html | string | number | false | undefined | readonly HtmlPart[];

/**
 * Markup from a template: its values are escaped unless they are markup already, and `false` and `undefined` leave
 * nothing. Attributes need their quotes: `` html`<a href="${link}">${name}</a>` ``.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((text, at) => text + markupOf(parts[at])).join(''));
}

/** Markup of parts that stand on a line each. */
export function htmlLines(parts: readonly HtmlPart[]): Html {
  return new Html(parts.map(markupOf).join('\n'));
}

/** Text that is safe inside an element and inside a quoted attribute, its symbols set. */
export function escapeHtml(text: string): string {
  return typeset(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function markupOf(part: HtmlPart): string {
  if (part instanceof Html) return part.markup;
  if (part === undefined || part === false) return '';
  return typeof part === 'object' ? part.map(markupOf).join('') : escapeHtml(`${part}`);
}
