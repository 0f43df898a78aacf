import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasChromium,
  launchChromium,
  sidewaysOf,
  violationsOf,
  withoutChromium,
} from '../../../../testing/chromium.js';
import { isTraining, type TableInput } from '../../src/input/tables.js';
import { countsTable, timesTable } from '../layer-tables.js';
import { tableOf } from '../runs.js';
import { speedTable } from '../speed-tables.js';
import { imageTable, textTable, translationTable } from '../training-tables.js';
import { cutTexts, foldedParts, headlineFault, overlaps, scrollingRegions } from './measured-layout.js';
import { unusualTables } from './unusual-tables.js';
import { type WrittenSite, writeSite } from './written-site.js';

/** All pages of a report, with axe, on two busy cores. */
const PATIENCE = 400_000;

const WIDE = 1280;
const SCREENS = [
  { width: WIDE, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

interface Rendered {
  readonly site: WrittenSite;
  readonly tables: readonly TableInput[];
}

function usualTables(): TableInput[] {
  return [
    textTable(),
    imageTable(),
    translationTable(),
    tableOf([], { name: 'mnist', title: 'MNIST' }),
    countsTable({ title: 'Counts' }),
    timesTable(3, { title: 'Times' }),
    speedTable(),
  ];
}

describe.skipIf(!hasChromium)(`the layout in Chromium${withoutChromium}`, () => {
  let browser: Browser;
  const sites = new Map<string, Rendered>();

  beforeAll(async () => {
    browser = await launchChromium('--disable-gpu');
    for (const [name, tables] of Object.entries({ usual: usualTables(), unusual: unusualTables() })) {
      sites.set(name, { site: await writeSite(tables), tables });
    }
  }, PATIENCE);
  afterAll(async () => {
    await browser.close();
    for (const { site } of sites.values()) await site.remove();
  });

  it.each(['usual', 'unusual'])(
    '%s tables: nothing scrolls sideways, is cut or overlaps, the headline is in view, and axe finds nothing',
    async (name) => {
      const { site, tables } = sites.get(name) as Rendered;
      const faults: string[] = [];
      for (const path of site.pages) {
        const page = await browser.newPage();
        const tell = (...found: readonly string[]) =>
          faults.push(...found.map((fault) => `${path}: ${fault}`));
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type())) tell(message.text());
        });
        page.on('pageerror', (error) => tell(error.message));
        page.on('request', (request) => {
          if (!/^(file|data):/.test(request.url())) tell(`requests ${request.url()}`);
        });
        await page.goto(pathToFileURL(join(site.folder, path)).href);
        for (const { width, colorScheme } of SCREENS) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          const found = await faultsOf(page, { path, width, tables });
          tell(...found.map((fault) => `${width} pixels: ${fault}`));
        }
        await page.close();
      }
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  it.each([
    ['A4', 703],
    ['Letter', 725],
  ])('printed on %s: nothing is cut, and what is folded is open', async (_, width) => {
    const { site } = sites.get('usual') as Rendered;
    const faults: string[] = [];
    const page = await browser.newPage({ viewport: { width, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    for (const path of site.pages) {
      await page.goto(pathToFileURL(join(site.folder, path)).href);
      const sideways = await sidewaysOf(page);
      if (sideways > 0) faults.push(`${path}: ${sideways} pixels are cut`);
      faults.push(...(await foldedParts(page)).map((fault) => `${path}: ${fault}`));
    }
    await page.close();
    expect(faults).toEqual([]);
  });
});

interface Opened {
  readonly path: string;
  readonly width: number;
  readonly tables: readonly TableInput[];
}

async function faultsOf(page: Page, { path, width, tables }: Opened): Promise<string[]> {
  const sideways = await sidewaysOf(page);
  const table = tables.filter(isTraining).find(({ name }) => path === `pages/${name}.html`);
  return [
    ...(sideways > 0 ? [`scrolls sideways by ${sideways}`] : []),
    ...(path === 'index.html' && width === WIDE ? await scrollingRegions(page) : []),
    ...(await cutTexts(page)),
    ...(await overlaps(page)),
    ...(table && table.records.size > 0 ? await headlineFault(page, table) : []),
    ...(await violationsOf(page)),
  ];
}

describe.skipIf(!hasChromium)(`what is measured of a layout${withoutChromium}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium('--disable-gpu');
  });
  afterAll(() => browser.close());

  async function pageWith(content: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } });
    await page.setContent(`<!doctype html><html lang="en"><title>t</title><main>${content}</main></html>`);
    return page;
  }

  it('tells texts of pictures that are cut or overlap', async () => {
    const text = (x: number, y: number, words: string) => `<text x="${x}" y="${y}">${words}</text>`;
    const svg = (content: string) =>
      `<figure><svg width="200" height="80" font-size="12">${content}</svg></figure>`;
    const page = await pageWith(
      svg(text(180, 20, 'cut on the right') + text(10, 60, 'one') + text(14, 62, 'two')),
    );
    expect(await cutTexts(page)).toEqual(['“cut on the right” leaves its picture']);
    expect(await overlaps(page)).toEqual(['“one” overlaps “two”']);
    const clean = await pageWith(svg(text(10, 20, 'one') + text(10, 60, 'two')));
    expect([await cutTexts(clean), await overlaps(clean)]).toEqual([[], []]);
  });

  it('tells a headline that isn’t first or isn’t in view, and regions that scroll', async () => {
    const table = textTable();
    const rendered = (headings: readonly string[], width: number) =>
      `<div class="scroll" style="overflow-x:auto"><table><thead><tr>${headings
        .map((heading) => `<th style="min-width:${width}px">${heading}</th>`)
        .join('')}</tr></thead><tbody><tr><td>a</td></tr></tbody></table></div>`;
    const faults = async (headings: readonly string[], width: number) => {
      const page = await pageWith(rendered(headings, width));
      return [...(await headlineFault(page, table)), ...(await scrollingRegions(page))];
    };
    expect(await faults(['Mechanism', 'Test accuracy (%)'], 100)).toEqual([]);
    expect(await faults(['Mechanism', 'Parameters'], 100)).toEqual([
      'the first column after the mechanism is “Parameters”, not the headline',
    ]);
    expect(await faults(['Mechanism', 'Test accuracy (%)'], 300)).toEqual([
      expect.stringMatching(/^the headline ends at \d+ of 390 pixels$/),
      expect.stringMatching(/^a region scrolls sideways by \d+$/),
    ]);
  });
});
