import { datasetName } from '../input/dataset-text.js';
import { isSpeed, isTraining } from '../input/tables.js';
import type { LayerTable } from '../layers/layer-table.js';
import { renderHtml } from '../renderers/table-html.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { type Html, type HtmlPart, html, htmlLines } from '../text/html.js';
import type { TrainingTable } from '../training/training-table.js';
import { renderDifferences } from './differences-part.js';
import type { SitePage } from './document.js';
import { becauseOf, block, deviationsOf, inline, renderFigure, scrolling, sentences } from './elements.js';
import { paperSentences, renderLayerRecords } from './layers-part.js';
import { renderRuns, runsAnchor } from './runs-part.js';
import { renderSamples } from './samples-part.js';
import { type RecordLink, recordLinks, type Section, tablePage } from './section.js';
import { renderSizes } from './sizes-part.js';
import { renderSpeedRecords } from './speed-part.js';
import { renderTestSet } from './test-set-part.js';

/** The page of one table: what it says, its numbers and figures, every record, and its files. */
export function tablePageOf(section: Section): SitePage {
  const { table, figures, files, recordsPath } = section;
  const { name, title, preset } = table.input;
  const link = recordLinks(section, '../');
  const drawings = figures.map((figure) => renderFigure(figure, `../${recordsPath}`));
  const figureBlock =
    drawings.length > 0
      ? block('Figures', 'figures', html`<div class="figures">\n${htmlLines(drawings)}\n</div>`)
      : undefined;
  const fileLinks = files.map((file) => html`<li><a href="../${file}">${file}</a></li>`);
  const about = isTraining(table)
    ? 'Data, machine, versions and commit of these runs'
    : 'Machine, versions and commit of these records';
  const parts = isTraining(table)
    ? trainingParts(table, figureBlock, link)
    : measuredParts(table, figureBlock, link);
  const main = htmlLines([
    becauseOf(preset, 'muted'),
    ...parts,
    block('Deviations from the paper', 'deviations', deviationsOf(table.input)),
    block('Files', 'files', html`<ul class="files">${fileLinks}</ul>`),
    html`<p>${about}: <a href="provenance.html#${name}">provenance</a>.</p>`,
  ]);
  return {
    path: tablePage(name),
    kind: 'table',
    label: isTraining(table) ? datasetName(table.input) : title,
    title,
    scripts: figures.length > 0 ? ['tables', 'vega', 'figures'] : ['tables'],
    main,
  };
}

/** Of training runs: the table, differences, figures, translations and every run. */
function trainingParts(table: TrainingTable, figures: Html | undefined, link: RecordLink): HtmlPart[] {
  const { input, model, sentence } = table;
  const { title } = input;
  return [
    model.data && html`<p class="data">${model.data}</p>`,
    html`<p class="summary">${inline(sentence)}</p>`,
    sentences('remarks', model.remarks),
    scrolling(
      title,
      renderHtml(model, (row) => `#${runsAnchor(row)}`),
    ),
    sentences('legend', model.legend),
    block('Sizes', 'sizes', renderSizes(table)),
    block('Differences from Standard', 'differences', renderDifferences(table)),
    block('Test set', 'test-set', renderTestSet(table)),
    figures,
    block('Translations', 'samples', renderSamples(input)),
    block('Every run', 'runs', renderRuns(table, link)),
  ];
}

/** Of what is measured without training: figures, tables, what is known of the paper's numbers, and the records. */
function measuredParts(
  table: LayerTable | SpeedTable,
  figures: Html | undefined,
  link: RecordLink,
): HtmlPart[] {
  const { input, models, sentences: said } = table;
  const [first] = models;
  const tables = models.map((model) => {
    const rendered = renderHtml(model, () => '#records');
    return block(model.title, model.name, scrolling(`Table: ${model.title}`, rendered));
  });
  return [
    sentences('summary', said),
    sentences('remarks', first?.remarks ?? []),
    figures,
    htmlLines(tables),
    sentences('legend', first?.legend ?? []),
    block('What the paper says', 'paper', sentences('paper', paperSentences(input))),
    block('Records', 'records', recordsOf(table, link)),
  ];
}

function recordsOf(table: LayerTable | SpeedTable, link: RecordLink): Html | undefined {
  return isSpeed(table) ? renderSpeedRecords(table.input, link) : renderLayerRecords(table.input, link);
}
