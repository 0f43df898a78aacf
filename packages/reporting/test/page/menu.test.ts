import { describe, expect, it } from 'vitest';
import { type MenuPage, renderMenu } from '../../src/page/menu.js';

const PAGES: MenuPage[] = [
  { path: 'index.html', label: 'Overview', title: 'The paper, regenerated' },
  { path: 'pages/cifar100.html', label: 'CIFAR-100', title: 'Vision: CIFAR-100', kind: 'table' },
  { path: 'pages/imdb.html', label: 'IMDB', title: 'Text classification: IMDB', kind: 'table' },
  { path: 'pages/own.html', label: 'IMDB', title: 'My <own> reviews', kind: 'table' },
  { path: 'pages/method.html', label: 'Method', title: 'Method and deviations' },
];

const linksOf = (markup: string) =>
  [...markup.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)</g)].map(([, address, text]) => `${address} ${text}`);

describe('the menu', () => {
  const { markup } = renderMenu(PAGES, 'pages/imdb.html', '../');

  it('has the tables folded together between overview and method', () => {
    const [before, folded, after] = markup.split(/<\/?details>/);
    expect(linksOf(before as string)).toEqual(['../index.html Overview']);
    expect(linksOf(after as string)).toEqual(['../pages/method.html Method']);
    expect(folded).toMatch(/^<summary>Tables<\/summary>/);
  });

  it('calls tables by the short name of their data, and by their titles where two have the same', () => {
    const [, folded] = markup.split(/<\/?details>/);
    expect(linksOf(folded as string)).toEqual([
      '../pages/cifar100.html CIFAR-100',
      '../pages/imdb.html Text classification: IMDB',
      '../pages/own.html My &lt;own&gt; reviews',
    ]);
  });

  it('marks the page that shows it, and that alone', () => {
    expect(markup.match(/<a href="[^"]*" aria-current="page"/g)).toEqual([
      '<a href="../pages/imdb.html" aria-current="page"',
    ]);
  });

  it('folds nothing where there are no tables', () => {
    const others = PAGES.filter(({ kind }) => kind !== 'table');
    expect(renderMenu(others, 'index.html', '').markup).not.toContain('details');
  });
});
