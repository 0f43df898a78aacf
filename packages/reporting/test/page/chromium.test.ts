import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium, withoutChromium } from '../../../../testing/chromium.js';
import { countsTable, timesTable } from '../layer-tables.js';
import { tableOf } from '../runs.js';
import { speedTable } from '../speed-tables.js';
import { imageTable, textTable, translationTable } from '../training-tables.js';
import { drawFigures, type WrittenSite, writeSite } from './written-site.js';

/** Pages with six figures each on two busy cores. */
const PATIENCE = 180_000;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

interface OpenOptions {
  /** Where the report lies. */
  readonly from?: string;
}

describe.skipIf(!hasChromium)(`the site in Chromium${withoutChromium}`, () => {
  let site: WrittenSite;
  let folder: string;
  let browser: Browser;
  let pages: readonly string[];
  let server: Server;
  let served: string;
  let problems: string[];
  let requests: string[];

  beforeAll(async () => {
    site = await writeSite([
      textTable(),
      imageTable(),
      translationTable(),
      tableOf([], { name: 'mnist', title: 'MNIST' }),
      countsTable({ title: 'Counts' }),
      timesTable(3, { title: 'Times' }),
      speedTable(),
    ]);
    ({ folder, pages } = site);
    server = createServer(async ({ url = '' }, response) => {
      const path = join(site.repository, decodeURIComponent(new URL(url, served).pathname));
      const content = await readFile(path).catch(() => undefined);
      response.writeHead(content ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'text/plain' });
      response.end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    served = `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports/cpu/`;
    browser = await launchChromium('--disable-gpu');
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
    await site.remove();
  });

  const fromDisk = () => `${pathToFileURL(folder).href}/`;

  async function open(name: string, options: OpenOptions = {}): Promise<Page> {
    const { from = fromDisk() } = options;
    problems = [];
    requests = [];
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(new URL(name, from).href);
    return page;
  }

  it('has a page for each table, the attention maps, the method and the provenance', () => {
    expect(pages).toEqual([
      'index.html',
      ...[
        'attention',
        'cifar100',
        'complexity',
        'en-es-translation',
        'imdb',
        'inference-speed',
        'method',
        'mnist',
        'provenance',
        'training-speed',
      ].map((name) => `pages/${name}.html`),
    ]);
  });

  it('every link leads to a file, and every anchor to an element of its page', async () => {
    const ids = new Map<string, Set<string>>();
    const links: { from: string; path: string; anchor: string }[] = [];
    for (const name of pages) {
      const page = await open(name);
      const found = await page.evaluate(() => ({
        ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
        links: [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).href),
      }));
      await page.close();
      ids.set(join(folder, name), new Set(found.ids));
      expect(new Set(found.ids).size, `${name}: ids`).toBe(found.ids.length);
      for (const link of found.links.filter((url) => url.startsWith('file:'))) {
        const url = new URL(link);
        links.push({
          from: name,
          path: decodeURIComponent(url.pathname),
          anchor: decodeURIComponent(url.hash.slice(1)),
        });
      }
    }
    for (const { from, path, anchor } of links) {
      expect(existsSync(path), `${from} → ${path}`).toBe(true);
      if (anchor) expect(ids.get(path), `${from} → ${path}`).toContain(anchor);
    }
    expect(links.filter(({ path }) => path.endsWith('super-h4-seed0.json')).length).toBeGreaterThan(10);
  });

  it('tables sort within their blocks, by the mouse and by the keyboard', async () => {
    const page = await open('pages/imdb.html');
    await page.locator('summary', { hasText: 'All columns' }).click();
    const blocks = () =>
      page.$$eval('#columns table.results tbody', (bodies) =>
        bodies.map((body) =>
          [...body.querySelectorAll('tr')].map((row) => row.cells[0]?.textContent?.replace(/:.*/, '') ?? ''),
        ),
      );
    const before = await blocks();
    const heading = page.locator('#columns').getByRole('columnheader', { name: 'Test accuracy %' });
    const sorted = async () => (await blocks())[0]?.slice(1);
    await heading.getByRole('button').click();
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    expect(await sorted()).toEqual(['Optimised', 'Standard', 'Efficient', 'Super', 'Super'].sort(byAccuracy));
    await heading.getByRole('button').focus();
    await page.keyboard.press('Enter');
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    expect(await sorted()).toEqual(
      ['Optimised', 'Standard', 'Efficient', 'Super', 'Super'].sort(byAccuracy).reverse(),
    );
    const after = await blocks();
    expect(after.map((rows) => rows[0])).toEqual(before.map((rows) => rows[0]));
    expect(after.map((rows) => [...rows].sort())).toEqual(before.map((rows) => [...rows].sort()));
    await page.close();

    function byAccuracy(left: string, right: string): number {
      const order = ['Optimised', 'Standard', 'Efficient', 'Super'];
      return order.indexOf(left) - order.indexOf(right);
    }
  });

  it.each([
    ['opened from a folder', fromDisk],
    ['served', () => served],
  ])('%s: figures draw anew, show the numbers of a mark, and open the record of a seed', async (_, from) => {
    const page = await open('pages/imdb.html', { from: from() });
    expect(await drawFigures(page)).toBe(6);
    const seeds = page.locator('figure[data-drawn]').first().locator('.layer_2_marks path');
    await seeds.nth(2).hover();
    await expect.poll(() => page.locator('.tip').textContent()).toMatch(/^mechanismStandardseed2/);
    await seeds.nth(2).click();
    await page.waitForURL(/experiments\/imdb\/runs\/standard-h4-seed2\.json$/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it(
    'served: no page has anything that its policy refuses',
    async () => {
      for (const name of pages) {
        const page = await open(name, { from: served });
        await drawFigures(page);
        await page.$$eval('main details', (folded) => {
          for (const one of folded) (one as HTMLDetailsElement).open = true;
        });
        for (const button of await page.locator('table.sortable button').all()) await button.click();
        expect(problems, name).toEqual([]);
        expect(
          requests.filter((url) => !url.startsWith(served) && !url.startsWith('data:')),
          name,
        ).toEqual([]);
        await page.close();
      }
    },
    PATIENCE,
  );

  it.each([
    ['opened from a folder', fromDisk],
    ['served', () => served],
  ])('%s: a page runs nothing that it was not rendered with, and reaches nothing', async (_, from) => {
    const page = await open('pages/imdb.html', { from: from() });
    const reached = await page.evaluate(async () => {
      const loads = (tag: string, source: string) =>
        new Promise<boolean>((resolve) => {
          const element = document.createElement(tag);
          element.onload = () => resolve(true);
          element.onerror = () => resolve(false);
          document.body.append(Object.assign(element, { src: source }));
        });
      /** Out of a timer, as what a debugger calls itself may make code. */
      const makesCode = () =>
        new Promise<boolean>((resolve) => {
          setTimeout(() => {
            try {
              resolve(new Function('return true')());
            } catch {
              resolve(false);
            }
          });
        });
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      const sheet = document.createElement('style');
      sheet.textContent = '#styled { position: fixed }';
      document.body.append(script, sheet);
      document.body.insertAdjacentHTML('beforeend', '<p id="styled" style="position: fixed">');
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="data:," onerror="globalThis.injected = true">',
      );
      return {
        code: await makesCode(),
        connection: await fetch('../claims.json').then(
          () => true,
          () => false,
        ),
        elsewhere: await loads('script', 'data:text/javascript,globalThis.injected=true'),
        image: await loads('img', '../figures/imdb-accuracy.png'),
        script: 'injected' in globalThis,
        style: getComputedStyle(document.getElementById('styled') as Element).position,
      };
    });
    expect(reached).toEqual({
      code: false,
      connection: false,
      elsewhere: false,
      image: false,
      script: false,
      style: 'static',
    });
    await page.close();
  });

  it('a page loads in under a second', async () => {
    const times: number[] = [];
    for (let load = 0; load < 3; load++) {
      const page = await open('pages/imdb.html');
      times.push(
        await page.evaluate(() => {
          const [entry] = performance.getEntriesByType('navigation');
          return (entry as PerformanceNavigationTiming).loadEventEnd;
        }),
      );
      await page.close();
    }
    expect(Math.min(...times)).toBeGreaterThan(0);
    expect(Math.min(...times)).toBeLessThan(1000);
  });
});
