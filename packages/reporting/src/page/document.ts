import { type Html, html } from '../text/html.js';
import { type MenuPage, renderMenu } from './menu.js';
import { contentSecurityPolicy, withPolicy } from './policy.js';

/** A page of the site. */
export interface SitePage extends MenuPage {
  /** Scripts of the report's assets that its content needs, in the order in which they are loaded. */
  readonly scripts?: readonly ('tables' | 'vega' | 'figures')[];
  /** The content of `<main>`. */
  readonly main: Html;
}

/** A page with its frame: title, navigation, style and scripts, all from files of the report, and the policy that says so. */
export function renderDocument(
  { path, title, scripts = [], main }: SitePage,
  pages: readonly MenuPage[],
  preset: string,
): string {
  const root = '../'.repeat(path.split('/').length - 1);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · better-attention, preset ${preset}</title>
<link rel="stylesheet" href="${root}assets/report.css">
${scripts.includes('figures') && html`<link rel="stylesheet" href="${root}assets/fonts.css">\n`}${scripts.map((name) => html`<script defer src="${root}assets/${name}.js"></script>\n`)}</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
${renderMenu(pages, path, root)}
</header>
<main id="main">
<h1>${title}</h1>
${main}
</main>
<footer><p>Preset ${preset}. Every number is generated from run records and links to the runs that it rests on. Set beside <a href="https://arxiv.org/abs/2403.01643">You Need to Pay Better Attention</a>.</p></footer>
</body>
</html>
`.markup;
  return withPolicy(page, contentSecurityPolicy([page]));
}
