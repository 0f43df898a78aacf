import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAYERS, RUNS, SPEEDS, writeRecord } from '@better-attention/records';
import type { Page } from 'playwright-core';
import { writeReport } from '../../src/files/write.js';
import { isSpeed, isTraining, type TableInput } from '../../src/input/tables.js';
import { buildReport } from '../../src/report/report.js';

/** A report with its records in a repository of its own. */
export interface WrittenSite {
  readonly repository: string;
  /** Of the report. */
  readonly folder: string;
  /** Inside the folder: `index.html`, `pages/imdb.html`. */
  readonly pages: readonly string[];
  remove(): Promise<void>;
}

/** Writes the report of tables and every record that it links to. */
export async function writeSite(tables: readonly TableInput[]): Promise<WrittenSite> {
  const repository = await mkdtemp(join(tmpdir(), 'a site '));
  const folder = join(repository, 'reports', 'cpu');
  const recorded = await Promise.all(tables.map((table) => withRecords(repository, table)));
  await writeReport(buildReport({ folder, preset: 'cpu', tables: recorded }));
  const names = (await readdir(join(folder, 'pages'))).sort();
  return {
    repository,
    folder,
    pages: ['index.html', ...names.map((name) => `pages/${name}`)],
    remove: () => rm(repository, { recursive: true }),
  };
}

/** Waits until the script has drawn every figure of a page. @returns how many there are */
export async function drawFigures(page: Page): Promise<number> {
  const figures = await page.locator('figure[data-records]').all();
  for (const figure of figures) {
    await figure.scrollIntoViewIfNeeded();
    await figure.and(page.locator('[data-drawn]')).waitFor();
  }
  return figures.length;
}

async function withRecords(repository: string, table: TableInput): Promise<TableInput> {
  const recordsFolder = join(repository, 'experiments', table.name, 'runs');
  await mkdir(recordsFolder, { recursive: true });
  if (isTraining(table)) {
    for (const record of table.records.values()) await writeRecord(recordsFolder, record, RUNS);
  } else if (isSpeed(table)) {
    for (const record of table.records.values()) await writeRecord(recordsFolder, record, SPEEDS);
  } else {
    for (const record of table.records.values()) await writeRecord(recordsFolder, record, LAYERS);
  }
  return { ...table, recordsFolder };
}
