import { type Html, html } from '../text/html.js';

/** What the menu knows of a page. */
export interface MenuPage {
  /** Inside the report: `index.html`, `pages/imdb.html`. */
  readonly path: string;
  /** In the menu, where pages of tables lie folded together. */
  readonly label: string;
  readonly kind?: 'table';
  readonly title: string;
}

/**
 * The links to all pages; those of tables lie folded together where the first of them would stand.
 *
 * @param current the path of the page that shows the menu
 * @param root leads from that page to the report's folder
 */
export function renderMenu(pages: readonly MenuPage[], current: string, root: string): Html {
  const tables = pages.filter(({ kind }) => kind === 'table');
  const items = pages.map((page) => {
    if (page.kind !== 'table') return item(page, page.label);
    return page === tables[0] && html`<li>${folded(tables)}</li>`;
  });
  return html`<nav aria-label="Pages"><ul>${items}</ul></nav>`;

  function item({ path }: MenuPage, label: string): Html {
    const isHere = path === current && html` aria-current="page"`;
    return html`<li><a href="${root}${path}"${isHere}>${label}</a></li>`;
  }

  function folded(of: readonly MenuPage[]): Html {
    const names = of.map(({ label }) => label);
    const isTwice = (label: string) => names.filter((name) => name === label).length > 1;
    const links = of.map((page) => item(page, isTwice(page.label) ? page.title : page.label));
    return html`<details><summary>Tables</summary><ul>${links}</ul></details>`;
  }
}
