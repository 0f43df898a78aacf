import { readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { writeAtomically } from '@better-attention/files';
import type { Report } from '../report/report.js';
import { contentOf, renderReport } from './render.js';

const GENERATED = /^((index|summary)\.html$|(claims|judgement)\.json$|(pages|assets|tables|figures)\/)/;

/**
 * Writes what {@link renderReport} gives, once all of it can be drawn, and removes what else lies in the folders of the generated files.
 *
 * @returns the paths of the written files
 */
export async function writeReport(report: Report): Promise<string[]> {
  const { folder } = report;
  const rendered = await renderReport(report);
  const files = new Map([...rendered].map(([name, content]) => [name, contentOf(content)]));
  for (const [name, content] of files) await writeAtomically(join(folder, name), content);
  for (const name of await reportFiles(folder)) {
    if (!files.has(name)) await rm(join(folder, name));
  }
  return [...files.keys()].map((name) => join(folder, name));
}

/** The generated files in a report's folder, relative to it; none where there is no folder. */
export async function reportFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => GENERATED.test(name))
    .sort();
}
