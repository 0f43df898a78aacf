import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LAYERS, RUNS, writeRecord } from '@better-attention/records';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/files/write.js';
import { isTraining, type TableInput } from '../../src/input/tables.js';
import { buildReport } from '../../src/report/report.js';
import { countsTable, timesTable } from '../layer-tables.js';
import { tableOf } from '../runs.js';
import { imageTable, textTable, translationTable } from '../training-tables.js';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const installed = existsSync(CHROMIUM);
/** A page with six figures and axe on two busy cores. */
const PATIENCE = 180_000;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!installed)(`the site in Chromium${installed ? '' : ` (skipped: no ${CHROMIUM})`}`, () => {
  let repository: string;
  let folder: string;
  let browser: Browser;
  let pages: string[];
  let problems: string[];
  let requests: string[];

  beforeAll(async () => {
    repository = await mkdtemp(join(tmpdir(), 'a site '));
    folder = join(repository, 'reports', 'cpu');
    const tables = [
      textTable(),
      imageTable(),
      translationTable(),
      tableOf([], { name: 'mnist', title: 'MNIST' }),
      countsTable({ title: 'Counts' }),
      timesTable(3, { title: 'Times' }),
    ];
    await writeReport(
      buildReport({ folder, preset: 'cpu', tables: await Promise.all(tables.map(withRecords)) }),
    );
    pages = ['index.html', ...(await readdir(join(folder, 'pages'))).map((name) => `pages/${name}`)];
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(async () => {
    await browser.close();
    await rm(repository, { recursive: true });
  });

  async function withRecords(table: TableInput): Promise<TableInput> {
    const recordsFolder = join(repository, 'experiments', table.name, 'runs');
    await mkdir(recordsFolder, { recursive: true });
    if (isTraining(table)) {
      for (const record of table.records.values()) await writeRecord(recordsFolder, record, RUNS);
    } else {
      for (const record of table.records.values()) await writeRecord(recordsFolder, record, LAYERS);
    }
    return { ...table, recordsFolder };
  }

  async function open(name: string, width = 1280, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    problems = [];
    requests = [];
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, name)).href);
    return page;
  }

  async function drawFigures(page: Page): Promise<number> {
    const figures = await page.locator('figure[data-records]').all();
    for (const figure of figures) {
      await figure.scrollIntoViewIfNeeded();
      await figure.and(page.locator('[data-drawn]')).waitFor();
    }
    return figures.length;
  }

  it('has a page for each table, the attention maps, the method and the provenance', () => {
    expect(pages.sort()).toEqual([
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
      ].map((name) => `pages/${name}.html`),
    ]);
  });

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    '%i pixels wide, %s: no error, nothing from a network, no violation that axe finds',
    async (width, scheme) => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      for (const name of pages) {
        const page = await open(name, width, scheme);
        await drawFigures(page);
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => {
          const { axe: runner } = globalThis as unknown as {
            axe: {
              run(options: {
                preload: boolean;
              }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
            };
          };
          const found = (await runner.run({ preload: false })).violations;
          return found.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
          );
        });
        expect(violations, name).toEqual([]);
        expect(problems, name).toEqual([]);
        expect(
          requests.filter((url) => !/^(file|data):/.test(url)),
          name,
        ).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, name).toBeLessThanOrEqual(0);
        await page.close();
      }
    },
    PATIENCE,
  );

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
    const blocks = () =>
      page.$$eval('table.results tbody', (bodies) =>
        bodies.map((body) =>
          [...body.querySelectorAll('tr')].map((row) => row.cells[0]?.textContent?.replace(/:.*/, '') ?? ''),
        ),
      );
    const before = await blocks();
    const heading = page.locator('table.results th[data-column]', { hasText: 'accuracy' }).last();
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

  it('figures draw anew, show the numbers of a mark, and open the record of a seed', async () => {
    const page = await open('pages/imdb.html');
    expect(await drawFigures(page)).toBe(6);
    const seeds = page.locator('figure[data-drawn]').first().locator('.layer_2_marks path');
    await seeds.nth(2).hover();
    await expect.poll(() => page.locator('.tip').textContent()).toMatch(/^mechanismStandardseed2/);
    await seeds.nth(2).click();
    await page.waitForURL(/experiments\/imdb\/runs\/standard-h4-seed2\.json$/);
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
