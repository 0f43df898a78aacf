import { relative, sep } from 'node:path';
import { evidenceOf } from '../diff/evidence.js';
import { draw, drawPng } from '../figures/draw.js';
import { figuresOf } from '../figures/figures.js';
import { forestFigure, NARROW } from '../figures/forest-figure.js';
import { datasetName } from '../input/dataset-text.js';
import { isTraining, type TrainingTableInput } from '../input/tables.js';
import { isMeasured, unmeasuredText } from '../input/unmeasured.js';
import { asset, assets } from '../page/assets.js';
import type { DrawnFigure } from '../page/elements.js';
import type { DrawnForest } from '../page/forest-part.js';
import type { Section } from '../page/section.js';
import { sitePages } from '../page/site.js';
import { renderRunsCsv, renderRunsDictionary } from '../renderers/runs-csv.js';
import { renderCsv } from '../renderers/table-csv.js';
import { escapeLatex, renderCompactLatex, renderLatex } from '../renderers/table-latex.js';
import { escapeMarkdown, renderMarkdown } from '../renderers/table-markdown.js';
import type { BuiltTable, Report } from '../report/report.js';
import type { TableModel } from '../table/table-model.js';
import { startFindings } from '../training/start-findings.js';

/** A file of a report: its content, or for a picture what it is drawn from. */
export type Content = string | Picture;

/** A PNG before it is drawn. */
export interface Picture {
  readonly svg: string;
}

/** What a file of a report holds. */
export function contentOf(content: Content): string | Uint8Array {
  return typeof content === 'string' ? content : drawPng(content.svg);
}

/**
 * The report's files by their path inside its folder, without writing any: the site (`index.html`, `summary.html`, `pages/`,
 * `assets/`), `claims.json` or `judgement.json`, `tables/<name>.{md,csv,tex}`, `figures/forest.{vl.json,svg,png}` and
 * `figures/<name>-<figure>.{vl.json,svg,png}`. The same
 * records at the same relative place give the same bytes.
 */
export async function renderReport(report: Report): Promise<Map<string, Content>> {
  const { preset, folder, tables, claims, judgement, headlines } = report;
  const rendered: RenderedTable[] = [];
  for (const table of tables) {
    rendered.push(await renderTable(table, { folder, headline: headlines.get(table.input.name) }));
  }
  const sections = rendered.map(({ section }) => section);
  const recordsFolders = Object.fromEntries(
    sections.map(({ table, recordsPath }) => [table.input.name, recordsPath]),
  );
  const evidence = Object.fromEntries(
    tables.filter(isTraining).map(({ input }) => [input.name, evidenceOf(input)]),
  );
  const starts = tables.filter(isTraining).flatMap((table) => {
    const sentences = startFindings(table);
    return sentences.length > 0 ? [{ dataset: datasetName(table.input), sentences }] : [];
  });
  const forest = judgement ? undefined : await drawForest(report, new Map(Object.entries(recordsFolders)));
  return new Map<string, Content>([
    ...sitePages(report, sections, forest),
    ...(await assets()),
    judgement
      ? ['judgement.json', json({ preset, recordsFolders, ...judgement })]
      : ['claims.json', json({ preset, recordsFolders, evidence, claims, starts })],
    ...rendered.flatMap(({ files }) => files),
    ...(forest ? figureFiles(FOREST, forest.wide) : []),
    ...runsFiles(tables.filter(isTraining).map(({ input }) => input)),
    ['tables/references.bib', await asset('references.bib')],
  ]);
}

/** All runs in one table, and what its columns mean; nothing without runs. */
function runsFiles(tables: readonly TrainingTableInput[]): File[] {
  if (!tables.some(isMeasured)) return [];
  return [
    ['tables/runs.csv', renderRunsCsv(tables)],
    ['tables/runs.md', renderRunsDictionary()],
  ];
}

/** The files of the forest plot, without their endings. */
const FOREST = 'figures/forest';

/** The forest plot for both widths of a screen; none without a comparison. */
async function drawForest(
  { tables }: Report,
  recordsPaths: ReadonlyMap<string, string>,
): Promise<DrawnForest | undefined> {
  const training = tables.filter(isTraining);
  const [wide, narrow] = await Promise.all(
    [undefined, NARROW].map(async (layout): Promise<DrawnFigure | undefined> => {
      const figure = forestFigure(training, recordsPaths, layout);
      return figure && { ...figure, ...(await draw(figure.spec)) };
    }),
  );
  return wide && narrow && { wide, narrow };
}

type File = readonly [path: string, content: Content];

interface RenderedTable {
  readonly section: Section;
  readonly files: readonly File[];
}

async function renderTable(
  table: BuiltTable,
  { folder, headline }: Pick<Report, 'folder'> & Pick<Section, 'headline'>,
): Promise<RenderedTable> {
  const { name, recordsFolder } = table.input;
  const recordsPath = relative(folder, recordsFolder).split(sep).map(encodeURIComponent).join('/');
  const figures: DrawnFigure[] = [];
  for (const figure of isMeasured(table.input) ? figuresOf(table, recordsPath) : []) {
    figures.push({ ...figure, ...(await draw(figure.spec)) });
  }
  const files = [
    ...tableFiles(table, headline),
    ...figures.flatMap((figure) => figureFiles(`figures/${name}-${figure.name}`, figure)),
  ];
  const section = { table, headline, figures, files: files.map(([path]) => path), recordsPath };
  return { section, files };
}

/** Of a table without records a line in the place of what people include. */
function tableFiles(table: BuiltTable, headline: TableModel | undefined): File[] {
  const { name, title, preset } = table.input;
  if (!isMeasured(table.input)) {
    const said = `${title} (preset ${preset.name}): ${unmeasuredText(table.input)}`;
    return [
      [`tables/${name}.md`, `${escapeMarkdown(said)}\n`],
      [`tables/${name}.tex`, `\\noindent ${escapeLatex(said.replaceAll('`', ''))}\n`],
    ];
  }
  const models = isTraining(table) ? [table.model] : table.models;
  return models.flatMap((model): File[] => [
    [`tables/${model.name}.md`, renderMarkdown(model)],
    [`tables/${model.name}.csv`, renderCsv(model)],
    ...(headline ? [[`tables/${name}.tex`, renderCompactLatex(headline)] as const] : []),
    [`tables/${model.name}${headline ? '-all' : ''}.tex`, renderLatex(model)],
  ]);
}

function figureFiles(path: string, { spec, svg }: DrawnFigure): File[] {
  return [
    [`${path}.vl.json`, json(spec)],
    [`${path}.svg`, `${svg}\n`],
    [`${path}.png`, { svg }],
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
