import { escapeHtml } from '../renderers/html.js';

/** A page of the site. */
export interface SitePage {
  /** Inside the report: `index.html`, `pages/imdb.html`. */
  path: string;
  /** In the navigation. */
  label: string;
  title: string;
  /** The content of `<main>`. */
  main: string;
}

/** A page with its frame: title, navigation, style and scripts, all from files of the report. */
export function renderDocument(
  { path, title, main }: SitePage,
  pages: readonly Pick<SitePage, 'path' | 'label'>[],
  preset: string,
): string {
  const root = '../'.repeat(path.split('/').length - 1);
  const scripts = [
    ...(main.includes('class="results sortable"') ? ['tables'] : []),
    ...(main.includes('class="drawing"') ? ['vega', 'figures'] : []),
  ];
  const links = pages.map((page) => {
    const current = page.path === path ? ' aria-current="page"' : '';
    return `<li><a href="${root}${page.path}"${current}>${escapeHtml(page.label)}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · better-attention, preset ${escapeHtml(preset)}</title>
<link rel="stylesheet" href="${root}assets/report.css">
${scripts.map((name) => `<script defer src="${root}assets/${name}.js"></script>\n`).join('')}</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
<nav aria-label="Pages"><ul>${links.join('')}</ul></nav>
</header>
<main id="main">
<h1>${escapeHtml(title)}</h1>
${main}
</main>
<footer><p>Preset ${escapeHtml(preset)}. Every number is generated from run records and links to the runs that it rests on. Set beside <a href="https://arxiv.org/abs/2403.01643">You Need to Pay Better Attention</a>.</p></footer>
</body>
</html>
`;
}
