import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMathML } from '../docs/.vitepress/equations.js';
import { mechanism, mechanisms } from '../packages/attention/src/index.js';
import { hasChromium, launchChromium, sidewaysOf, violationsOf, withoutChromium } from './chromium.js';

/** A build on two busy cores. */
const PATIENCE = 300_000;
/** Where the pages are served from, by answering the browser's requests: no such host exists. */
const SITE = 'http://docs.invalid';

/** Those that are opened in a browser. */
const PAGES = [
  'index.html',
  'install.html',
  'coming-from.html',
  'troubleshooting.html',
  'mechanisms.html',
  'api/@better-attention/random.html',
];

const repository = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

let site: string;
let files: string[];

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'docs '));
  const typedoc = join(dirname(require.resolve('typedoc/package.json')), 'bin/typedoc');
  await promisify(execFile)(process.execPath, [typedoc], { cwd: repository });
  const vitepress = join(dirname(require.resolve('vitepress/package.json')), 'bin/vitepress.js');
  await promisify(execFile)(process.execPath, [vitepress, 'build', 'docs', '--outDir', site], {
    cwd: repository,
  });
  files = readdirSync(site, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
}, PATIENCE);
afterAll(() => rm(site, { recursive: true }));

const text = (...path: string[]) => readFileSync(join(...path), 'utf8');
const foldersOf = (path: string, file: string) =>
  readdirSync(join(repository, path)).filter((name) => existsSync(join(repository, path, name, file)));

describe('the built site', () => {
  it('has a page for each package, table and decision', () => {
    const decisions = readdirSync(join(repository, 'docs/decisions')).map((file) =>
      file.replace('README.md', 'index.md').replace('.md', '.html'),
    );
    expect(files).toEqual(
      expect.arrayContaining([
        ...[
          'index.html',
          'install.html',
          'coming-from.html',
          'troubleshooting.html',
          'findings.html',
          'mechanisms.html',
          'results.html',
          'contributing.html',
          'packages/index.html',
        ],
        ...foldersOf('packages', 'README.md').map((name) => `packages/${name}.html`),
        ...foldersOf('experiments', 'README.md').map((name) => `tables/${name}.html`),
        ...decisions.map((file) => `decisions/${file}`),
      ]),
    );
  });

  it('loads nothing from elsewhere', () => {
    const loaded = files.flatMap((file) => {
      if (!/\.(html|css)$/.test(file)) return [];
      const pattern =
        /<(?:script|img|iframe|source)[^>]*\ssrc="([^"]*)"|<link[^>]*\shref="([^"]*)"|(?:url\(|@import )["']?([^"')]*)/g;
      return [...text(site, file).matchAll(pattern)].map((match) => match.slice(1).find(Boolean) ?? '');
    });
    expect(loaded.filter((url) => url.startsWith('/assets/')).length).toBeGreaterThan(100);
    expect(loaded.filter((url) => /^(\w+:)?\/\//.test(url))).toEqual([]);
  });

  it('has a policy on every page, by which no code runs that is not in a file or was not built', () => {
    const policies = files
      .filter((file) => file.endsWith('.html') && !file.startsWith('experiments/'))
      .map(
        (file) => /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(text(site, file))?.[1],
      );
    expect(policies.filter((policy) => policy === undefined)).toEqual([]);
    for (const policy of new Set(policies)) {
      expect(policy).toMatch(
        /^default-src 'none'; script-src 'self'( 'sha256-[\w+/]{43}=')*; style-src 'self'; /,
      );
      expect(policy).not.toMatch(/unsafe-(inline|eval)|https?:|\*/);
    }
  });

  it('has a file and an element for every link', () => {
    const pages = files.filter((file) => file.endsWith('.html') && file !== '404.html');
    const links = pages.flatMap((page) =>
      [...text(site, page).matchAll(/<a\s[^>]*?href="([^"]+)"/g)].map(([, href = '']) => ({
        page,
        href: href.replaceAll('&amp;', '&'),
      })),
    );
    const contents = new Map(pages.map((page) => [join(site, page), text(site, page)]));
    const broken = links.filter(({ page, href }) => {
      if (/^(https?|data):/.test(href)) return false;
      const [path = '', anchor] = decodeURI(href).split('#');
      const base = path.startsWith('/') ? join(site, path) : resolve(site, dirname(page), path);
      const target = path === '' ? join(site, page) : path.endsWith('/') ? join(base, 'index.html') : base;
      return (
        !existsSync(target) ||
        (anchor && contents.has(target) && !contents.get(target)?.includes(` id="${anchor}"`))
      );
    });
    expect(broken).toEqual([]);
    expect(links).toContainEqual({ page: 'results.html', href: './reports/paper/index.html' });
    expect(links).toContainEqual({ page: 'packages/reporting.html', href: './../decisions/reports.html' });
    expect(text(site, 'tables/imdb.html')).toContain('<code>experiments/imdb/src/experiment.ts</code>');
  });
});

describe('the page of the mechanisms', () => {
  const page = text(repository, 'docs/mechanisms.md');

  it.each([...mechanisms.keys()])('has the equations of the sources: %s', (name) => {
    const source = text(repository, 'packages/attention/src/mechanisms', `${name}.ts`);
    const [, section = ''] = page.split(new RegExp(`^### ${name}$`, 'im'));
    const [, equations = ''] = /```equations\n(.*?)```/s.exec(section) ?? [];
    const lines = equations.trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(source).toContain(line);
  });

  it('has the counts of the layers', () => {
    const [, table = ''] = page.split('With biases, at sizes of the preset');
    const [heading = '', , ...rows] = table.split('\n').filter((line) => line.startsWith('|'));
    const sizes = [...heading.matchAll(/D (\d+), L (\d+)/g)].map(([, width, length]) =>
      [width, length].map(Number),
    );
    const counts = rows.slice(0, mechanisms.size).map((row) => {
      const [, name = '', ...cells] = row.split('|').map((cell) => cell.trim().replace(/[`,]/g, ''));
      return [name, cells.slice(0, sizes.length).map(Number)];
    });
    expect(sizes).toHaveLength(3);
    expect(counts).toEqual(
      [...mechanisms.keys()].map((name) => [
        name,
        sizes.map(([modelWidth = 0, contextLength = 0]) => {
          return mechanism(name)({ modelWidth, heads: 4, contextLength }).parameterCount;
        }),
      ]),
    );
  });
});

describe('the page of what fails', () => {
  it('quotes messages that the sources have', () => {
    const page = text(repository, 'docs/troubleshooting.md');
    const quoted = [...page.matchAll(/^### (`.*)$/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words),
    );
    const sources = foldersOf('packages', 'src').flatMap((name) => {
      const folder = join(repository, 'packages', name, 'src');
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => text(folder, file));
    });
    expect(quoted.length).toBeGreaterThan(20);
    expect(quoted.filter((words) => !sources.some((source) => source.includes(words)))).toEqual([]);
  });
});

describe('equations', () => {
  it('become MathML with scripts, roots and fractions', () => {
    const cells = (line: string) =>
      [...toMathML(line).matchAll(/<mtd>(.*?)<\/mtd>/g)].map(([, cell]) => cell);
    expect(cells('W_i^Q = Kᵀ')).toEqual([
      '<msubsup><mi>W</mi><mi>i</mi><mi>Q</mi></msubsup>',
      '<mo>=</mo>',
      '<msup><mi>K</mi><mi>T</mi></msup>',
    ]);
    expect(cells('a = b + c d / √Dh')[2]).toBe(
      '<mi>b</mi><mo>+</mo><mfrac><mrow><mi>c</mi><mi>d</mi></mrow><mrow><msqrt><mi>Dh</mi></msqrt></mrow></mfrac>',
    );
    expect(cells('a = |x|² / (b c)')[2]).toBe(
      '<mfrac><mrow><msup><mrow><mo>|</mo><mi>x</mi><mo>|</mo></mrow><mn>2</mn></msup></mrow>' +
        '<mrow><mi>b</mi><mi>c</mi></mrow></mfrac>',
    );
  });

  it('are refused where they are not understood', () => {
    expect(() => toMathML('a = (b')).toThrow("equations: ')' is missing in ' (b'");
    expect(() => toMathML('a = b)')).toThrow("equations: ')' without a partner in ' b)'");
    expect(() => toMathML('a = b % c')).toThrow("equations: unknown notation ' % c' in ' b % c'");
    expect(() => toMathML('a = b^')).toThrow("equations: expected a symbol in place of '' in ' b^'");
  });
});

describe.skipIf(!hasChromium)(`the site in Chromium${withoutChromium}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium('--disable-gpu');
  }, PATIENCE);
  afterAll(() => browser.close());

  async function visit(
    width: number,
    colorScheme: 'light' | 'dark',
    problems: string[],
  ): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    await context.route('**/*', (route) => {
      const { origin, pathname, href } = new URL(route.request().url());
      const path = join(site, decodeURIComponent(pathname));
      if (origin === SITE && existsSync(path)) return route.fulfill({ path });
      problems.push(`requested ${href}`);
      return route.abort();
    });
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    context.on('weberror', (error) => problems.push(error.error().message));
    return context;
  }

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    '%i pixels wide, %s: no error, nothing from elsewhere, no violation that axe finds, nothing cut off',
    async (width, scheme) => {
      const problems: string[] = [];
      const context = await visit(width, scheme, problems);
      for (const name of PAGES) {
        const page = await context.newPage();
        await page.goto(`${SITE}/${name}`, { waitUntil: 'networkidle' });
        expect(await page.locator('h1').count(), name).toBe(1);
        expect(await violationsOf(page), name).toEqual([]);
        expect(await sidewaysOf(page), name).toBeLessThanOrEqual(0);
        await page.close();
      }
      expect(problems).toEqual([]);
      await context.close();
    },
    PATIENCE,
  );

  it(
    'its switch of the theme, its links and its buttons do nothing that its policy refuses',
    async () => {
      const problems: string[] = [];
      const context = await visit(1280, 'light', problems);
      const page = await context.newPage();
      await page.goto(`${SITE}/index.html`, { waitUntil: 'networkidle' });
      await page.locator('.VPNavBar .VPSwitchAppearance').first().click();
      await page.locator('html.dark').waitFor();
      await page.locator('.VPSidebar a[href$="packages/random.html"]').click();
      await page.waitForURL(/packages\/random/);
      await page.locator('button.copy').first().click();
      await page.locator('button.copy.copied').waitFor();
      const colours = await page
        .locator('.shiki code span span')
        .evaluateAll((words) => words.map((word) => getComputedStyle(word).color));
      expect(new Set(colours).size).toBeGreaterThan(2);
      expect(problems).toEqual([]);
      await context.close();
    },
    PATIENCE,
  );

  it.each([
    ['a page of a package by a word of its README', 'Threefry', 'packages/random'],
    ['a type by its name', 'MechanismFacts', 'api/@better-attention/attention'],
  ])(
    'the search finds %s',
    async (_, words, address) => {
      const problems: string[] = [];
      const context = await visit(1280, 'light', problems);
      const page = await context.newPage();
      await page.goto(`${SITE}/index.html`, { waitUntil: 'networkidle' });
      await page.locator('.DocSearch-Button').click();
      await page.locator('.search-input').fill(words);
      await page.locator(`.result[href*="${address}"]`).first().waitFor();
      expect(problems).toEqual([]);
      await context.close();
    },
    PATIENCE,
  );
});
