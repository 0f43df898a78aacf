import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { unless } from './skipped.js';

const require = createRequire(import.meta.url);

/** The Chromium of tests. */
// biome-ignore lint/suspicious/noUndeclaredEnvVars: tests are no task of turbo
export const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether tests have a Chromium. */
export const hasChromium = existsSync(PROGRAM);

/** Behind the name of tests in Chromium: why they are skipped, and what would run them. Empty where they run. */
export const withoutChromium = unless(
  hasChromium,
  `no ${PROGRAM}; \`apt-get install chromium\` runs it, or CHROMIUM with the path of another`,
);

/** A Chromium without anything that it does by itself, and with further flags. */
export function launchChromium(...flags: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: PROGRAM, args: [...FLAGS, ...flags] });
}

/** What axe finds on a page, a line for each rule that is violated. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => {
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    const { axe } = globalThis as unknown as {
      axe: { run(options: { preload: boolean }): Promise<{ violations: Violation[] }> };
    };
    const { violations } = await axe.run({ preload: false });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    );
  });
}

/** By how many pixels a page scrolls sideways; 0 or fewer where it doesn't. */
export function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
