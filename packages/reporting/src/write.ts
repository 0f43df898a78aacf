import { readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { writeAtomically } from '@better-attention/records';
import { claimsOf } from './claims/claims.js';
import { draw, drawPng } from './figures/draw.js';
import type { Figure } from './figures/figure.js';
import { figuresOf } from './figures/figures.js';
import { assets } from './page/assets.js';
import type { DrawnFigure } from './page/html.js';
import type { Section } from './page/section.js';
import { sitePages } from './page/site.js';
import { renderCsv } from './renderers/csv.js';
import { renderLatex } from './renderers/latex.js';
import { renderMarkdown } from './renderers/markdown.js';
import type { ReportTable } from './report-table.js';
import type { SweepSection } from './sweep/page.js';
import { buildSweep } from './sweep/render.js';
import type { ReportSweep } from './sweep/report-sweep.js';
import { buildTable } from './table/build.js';
import type { TableModel } from './table/model.js';

const GENERATED = /^(index\.html$|claims\.json$|(pages|assets|tables|figures)\/)/;

/** What to report, and where. */
export interface ReportOptions {
  /** The report's folder: `reports/cpu`. */
  folder: string;
  /** The preset of all its tables. */
  preset: string;
  tables: readonly ReportTable[];
  /** Sweeps over the sizes of single layers, each with a page of its own. */
  sweeps?: readonly ReportSweep[];
}

/** A file of a report: its content, or for a picture what it is drawn from. */
export type Content = string | Picture;

/** A PNG before it is drawn. */
export interface Picture {
  svg: string;
}

/**
 * Writes the site (`index.html`, `pages/`, `assets/`), `claims.json`, `tables/<name>.{md,csv,tex}` and
 * `figures/<name>-<figure>.{vl.json,svg,png}`, and removes what else lies in those folders. The same records at the
 * same relative place give the same bytes.
 *
 * @returns the paths of the written files
 * @throws Error when a table is of another preset, or holds records of another experiment or preset
 */
export async function writeReport(options: ReportOptions): Promise<string[]> {
  const files = await renderReport(options);
  const written: string[] = [];
  for (const [name, content] of files) {
    const path = join(options.folder, name);
    await writeAtomically(path, contentOf(content));
    written.push(path);
  }
  for (const name of await reportFiles(options.folder)) {
    if (!files.has(name)) await rm(join(options.folder, name));
  }
  return written;
}

/** What a file of a report holds. */
export function contentOf(content: Content): string | Uint8Array {
  return typeof content === 'string' ? content : drawPng(content.svg);
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

/** The report's files by their path inside its folder, without writing any. */
export async function renderReport({
  folder,
  preset,
  tables,
  sweeps = [],
}: ReportOptions): Promise<Map<string, Content>> {
  const all = [...tables, ...sweeps];
  const other = all.find((table) => table.preset.name !== preset);
  if (other) {
    throw new Error(
      `report of preset ${preset}: table ${other.name} is of preset ${other.preset.name}; presets are never mixed in a report`,
    );
  }
  const twice = all.find(({ name }, position) => all.findIndex((table) => table.name === name) < position);
  if (twice) throw new Error(`report of preset ${preset}: two tables are named ${twice.name}`);
  const files = new Map<string, Content>();
  const sections: Section[] = [];
  for (const table of tables) {
    sections.push(await renderTable(table, recordsPathOf(folder, table), files));
  }
  const sweepSections: SweepSection[] = [];
  for (const sweep of sweeps) {
    sweepSections.push(await renderSweep(sweep, recordsPathOf(folder, sweep), files));
  }
  const claims = claimsOf(
    sections,
    sweepSections.map(({ sweep, built }) => ({ sweep, findings: built.findings })),
  );
  const recordsFolders = Object.fromEntries([
    ...sections.map(({ table, recordsPath }) => [table.name, recordsPath]),
    ...sweepSections.map(({ sweep, recordsPath }) => [sweep.name, recordsPath]),
  ]);
  return new Map<string, Content>([
    ...sitePages(preset, claims, sections, sweepSections),
    ...(await assets()),
    ['claims.json', `${JSON.stringify({ preset, recordsFolders, claims }, null, 2)}\n`],
    ...files,
  ]);
}

async function renderTable(
  table: ReportTable,
  recordsPath: string,
  files: Map<string, Content>,
): Promise<Section> {
  const built = buildTable(table);
  const figures = figuresOf({ table, built, recordsPath });
  const own = await renderFiles(table.name, [built.model], figures, files);
  return { table, built, ...own, recordsPath };
}

async function renderSweep(
  sweep: ReportSweep,
  recordsPath: string,
  files: Map<string, Content>,
): Promise<SweepSection> {
  const built = buildSweep(sweep, recordsPath);
  const own = await renderFiles(sweep.name, built.tables, built.figures, files);
  return { sweep, built, ...own, recordsPath };
}

/** Renders tables and figures; the names of their files come back, in their order. */
async function renderFiles(
  name: string,
  tables: readonly TableModel[],
  figures: readonly Figure[],
  files: Map<string, Content>,
): Promise<{ figures: DrawnFigure[]; files: string[] }> {
  const own = new Map<string, Content>(
    tables.flatMap((table) => [
      [`tables/${table.name}.md`, renderMarkdown(table)],
      [`tables/${table.name}.csv`, renderCsv(table)],
      [`tables/${table.name}.tex`, renderLatex(table)],
    ]),
  );
  const drawn: DrawnFigure[] = [];
  for (const figure of figures) {
    drawn.push(await renderFigureFiles(`figures/${name}-${figure.name}`, figure, own));
  }
  for (const [path, content] of own) files.set(path, content);
  return { figures: drawn, files: [...own.keys()] };
}

async function renderFigureFiles(
  path: string,
  figure: Figure,
  files: Map<string, Content>,
): Promise<DrawnFigure> {
  const drawing = await draw(figure.spec);
  files.set(`${path}.vl.json`, `${JSON.stringify(figure.spec, null, 2)}\n`);
  files.set(`${path}.svg`, `${drawing.svg}\n`);
  files.set(`${path}.png`, { svg: drawing.svg });
  return { ...figure, ...drawing };
}

function recordsPathOf(folder: string, { recordsFolder }: Pick<ReportTable, 'recordsFolder'>): string {
  return relative(folder, recordsFolder).split(sep).map(encodeURIComponent).join('/');
}
