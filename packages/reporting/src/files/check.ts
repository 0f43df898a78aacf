import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDrawingOf } from '../figures/draw.js';
import type { Report } from '../report/report.js';
import { type Content, renderReport } from './render.js';
import { reportFiles } from './write.js';

/**
 * Sets the files of a report against what its records give.
 *
 * @returns a line for every file that differs, is missing or isn't part of the report; none where all is well
 */
export async function checkReport(report: Report): Promise<string[]> {
  const { folder } = report;
  const expected = await renderReport(report);
  const found = await reportFiles(folder);
  const problems: string[] = [];
  for (const [name, content] of expected) {
    if (!found.includes(name)) problems.push(`${name} is missing`);
    else {
      const difference = differenceOf(await readFile(join(folder, name)), content);
      if (difference) problems.push(`${name} ${difference}`);
    }
  }
  const others = found.filter((name) => !expected.has(name));
  return [...problems, ...others.map((name) => `${name} isn't part of the report`)];
}

function differenceOf(found: Buffer, expected: Content): string | undefined {
  if (typeof expected !== 'string') {
    return isDrawingOf(found, expected.svg) ? undefined : 'is drawn from another figure';
  }
  const text = found.toString('utf8');
  if (text === expected) return undefined;
  const lines = expected.split('\n');
  const at = text.split('\n').findIndex((line, position) => line !== lines[position]);
  return `differs from what the records give, first in line ${at < 0 ? lines.length : at + 1}`;
}
