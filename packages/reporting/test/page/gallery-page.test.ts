import { expect, it } from 'vitest';
import { galleryPage } from '../../src/page/gallery-page.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { applesOf, imageTable, textTable } from '../training-tables.js';

function pageOf(...inputs: Parameters<typeof buildTrainingTable>[0][]): string {
  const sections = inputs.map((input) => ({
    table: buildTrainingTable(input),
    headline: undefined,
    figures: [],
    files: [],
    recordsPath: 'runs',
  }));
  return galleryPage(sections)?.main.markup ?? '';
}

it('has contents that lead to every table and to every class', () => {
  const page = pageOf(imageTable(), textTable());
  const [contents = ''] = /<ul class="contents".*?<\/ul>/s.exec(page) ?? [];
  const links = [...contents.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id as string);
  expect(links).toEqual([
    ...['cifar100', 'cifar100-example-1', 'cifar100-example-2'],
    ...['imdb', 'imdb-example-1', 'imdb-example-2'],
  ]);
  for (const id of links) expect(page).toContain(`id="${id}"`);
});

it('loads every map and picture when it is looked at', () => {
  const images = pageOf(imageTable()).match(/<img class="map"[^>]*>/g) ?? [];
  expect(images.length).toBeGreaterThan(20);
  for (const image of images) expect(image).toContain('loading="lazy"');
});

it('folds the heads below each example, and examples of a class that is there', () => {
  const page = pageOf(imageTable({ attention: applesOf(imageTable()) }));
  expect(page).toContain('<summary>1 more example of these classes</summary>');
  expect(page.match(/<summary>Closer: each head<\/summary>/g)).toHaveLength(2);
  expect(pageOf(textTable())).toContain('<summary>Closer: with words, and each head</summary>');
});

it('leaves the words of padding out of the text', () => {
  const padded = textTable();
  const attention = new Map(
    [...(padded.attention ?? [])].map(([file, maps]) => [
      file,
      {
        ...maps,
        examples: maps.examples.map((one) => ({
          ...one,
          input: { kind: 'text' as const, tokens: ['[padding]', '[padding]', ...Array(14).fill('good')] },
        })),
      },
    ]),
  );
  expect(pageOf(textTable({ attention }))).toContain(
    `<p class="tokens">${Array(14).fill('good').join(' ')}</p>`,
  );
});
