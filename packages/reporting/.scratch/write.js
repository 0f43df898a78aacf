import { join, relative, sep } from 'node:path';
import { writeAtomically } from '@better-attention/records';
import { claimsOf } from './claims/claims.js';
import { curvesFigure } from './figures/curves.js';
import { drawPng, drawSvg } from './figures/draw.js';
import { seedsFigure } from './figures/seeds.js';
import { renderPage } from './page/page.js';
import { renderCsv } from './renderers/csv.js';
import { renderLatex } from './renderers/latex.js';
import { renderMarkdown } from './renderers/markdown.js';
import { buildTable } from './table/build.js';
/**
 * Writes `index.html`, `claims.json`, `tables/<name>.{md,csv,tex}` and `figures/<name>-<figure>.{vl.json,svg,png}`. The same records
 * at the same relative place give the same bytes.
 *
 * @returns the paths of the written files
 * @throws Error when a table is of another preset, or holds records of another experiment or preset
 */
export async function writeReport(options) {
  const files = await renderReport(options);
  const written = [];
  for (const [name, content] of files) {
    const path = join(options.folder, name);
    await writeAtomically(path, content);
    written.push(path);
  }
  return written;
}
/** The report's files by their path inside its folder, without writing any. */
export async function renderReport({ folder, preset, tables }) {
  const other = tables.find((table) => table.preset.name !== preset);
  if (other) {
    throw new Error(
      `report of preset ${preset}: table ${other.name} is of preset ${other.preset.name}; presets are never mixed in a report`,
    );
  }
  const twice = tables.find(
    ({ name }, position) => tables.findIndex((table) => table.name === name) < position,
  );
  if (twice) throw new Error(`report of preset ${preset}: two tables are named ${twice.name}`);
  const files = new Map();
  const recordsPaths = new Map(tables.map((table) => [table.name, recordsPathOf(folder, table)]));
  const sections = [];
  for (const table of tables) {
    sections.push(await renderTable(table, recordsPaths.get(table.name), files));
  }
  const claims = claimsOf(sections);
  const judged = { preset, recordsFolders: Object.fromEntries(recordsPaths), claims };
  return new Map([
    ['index.html', renderPage(preset, claims, sections)],
    ['claims.json', `${JSON.stringify(judged, null, 2)}\n`],
    ...files,
  ]);
}
async function renderTable(table, recordsPath, files) {
  const built = buildTable(table);
  const own = new Map([
    [`tables/${table.name}.md`, renderMarkdown(built.model)],
    [`tables/${table.name}.csv`, renderCsv(built.model)],
    [`tables/${table.name}.tex`, renderLatex(built.model)],
  ]);
  const drawn = [];
  for (const figure of figuresOf(table, built, recordsPath)) {
    const svg = await drawSvg(figure.spec);
    const path = `figures/${table.name}-${figure.name}`;
    own.set(`${path}.vl.json`, `${JSON.stringify(figure.spec, null, 2)}\n`);
    own.set(`${path}.svg`, `${svg}\n`);
    own.set(`${path}.png`, drawPng(svg));
    drawn.push({ ...figure, svg });
  }
  for (const [name, content] of own) files.set(name, content);
  return {
    table,
    built,
    figures: drawn,
    files: [...own.keys()],
    recordLink: (file) => `${recordsPath}/${encodeURIComponent(file)}`,
  };
}
function figuresOf(table, built, recordsPath) {
  const input = { table, built, recordsPath };
  return [seedsFigure(input), curvesFigure(input)].filter((figure) => figure !== undefined);
}
function recordsPathOf(folder, { recordsFolder }) {
  return relative(folder, recordsFolder).split(sep).map(encodeURIComponent).join('/');
}
