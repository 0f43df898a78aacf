import type { Page } from 'playwright-core';
import { headlineOf, type TrainingTableInput } from '../../src/input/tables.js';

/** How many pixels a text may reach over an edge, or into another: fonts are measured in fractions. */
const TOLERANCE = 2;
/** How many faults of a kind a page tells. */
const TOLD = 5;

/** Texts of figures that leave their picture, and texts of the page that are cut by their box; what is for the ear alone lies in one of a pixel. */
export async function cutTexts(page: Page): Promise<string[]> {
  const found = await page.evaluate((tolerance) => {
    const faults: string[] = [];
    for (const text of document.querySelectorAll('figure svg text')) {
      const svg = (text as SVGTextElement).ownerSVGElement?.getBoundingClientRect();
      const box = text.getBoundingClientRect();
      if (!svg || box.width === 0) continue;
      const over = Math.max(
        svg.left - box.left,
        box.right - svg.right,
        svg.top - box.top,
        box.bottom - svg.bottom,
      );
      if (over > tolerance) faults.push(`“${text.textContent}” leaves its picture`);
    }
    for (const element of document.querySelectorAll<HTMLElement>('main *')) {
      const { overflowX } = getComputedStyle(element);
      if (!['hidden', 'clip'].includes(overflowX) || element.closest('svg')) continue;
      if (element.clientWidth <= 1) continue;
      if (element.scrollWidth > element.clientWidth + tolerance) {
        faults.push(`“${element.textContent?.trim().slice(0, 60)}” is cut`);
      }
    }
    return faults;
  }, TOLERANCE);
  return found.slice(0, TOLD);
}

/** Texts of a figure that lie over each other. */
export async function overlaps(page: Page): Promise<string[]> {
  const found = await page.evaluate((tolerance) => {
    const faults: string[] = [];
    for (const svg of document.querySelectorAll('figure svg')) {
      const texts = [...svg.querySelectorAll('text')]
        .filter((text) => text.getAttribute('opacity') !== '0')
        .map((text) => ({ said: text.textContent ?? '', box: text.getBoundingClientRect() }))
        .filter(({ said, box }) => said.trim() !== '' && box.width > 0);
      for (const [at, one] of texts.entries()) {
        for (const other of texts.slice(at + 1)) {
          const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          const least = Math.min(one.box.height, other.box.height);
          if (across > tolerance && down > least / 3) faults.push(`“${one.said}” overlaps “${other.said}”`);
        }
      }
    }
    return faults;
  }, TOLERANCE);
  return found.slice(0, TOLD);
}

/** Regions that can be scrolled sideways. */
export function scrollingRegions(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.scroll')]
      .filter((region) => region.scrollWidth > region.clientWidth + 1)
      .map((region) => `a region scrolls sideways by ${region.scrollWidth - region.clientWidth}`),
  );
}

/** What is wrong with the headline's place: first after the mechanism in the first table, in view as the page is opened. */
export async function headlineFault(page: Page, table: TrainingTableInput): Promise<string[]> {
  const { label } = headlineOf(table);
  const found = await page.evaluate(() => {
    const heads = [...(document.querySelector('main table')?.querySelectorAll('thead th') ?? [])]
      .filter((head) => head.getAttribute('scope') !== 'colgroup')
      .map((head) => ({ said: head.textContent ?? '', box: head.getBoundingClientRect() }))
      .sort((one, other) => one.box.left - other.box.left);
    return heads[1] && { said: heads[1].said.trim(), right: heads[1].box.right, width: window.innerWidth };
  });
  if (!found) return ['there is no table with a headline'];
  const { said, right, width } = found;
  if (!said.toLowerCase().includes(label.toLowerCase())) {
    return [`the first column after the mechanism is “${said}”, not the headline`];
  }
  return right > width ? [`the headline ends at ${Math.round(right)} of ${width} pixels`] : [];
}

/** Parts that can't be seen as they lie folded, by their headings; those that are for screens alone aside. */
export function foldedParts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main details:not(.screen)')]
      .filter((details) =>
        [...details.children].some(
          (child) => child.localName !== 'summary' && !child.checkVisibility({ contentVisibilityAuto: true }),
        ),
      )
      .map((details) => `“${details.querySelector('summary')?.textContent?.slice(0, 60)}” is folded`),
  );
}
