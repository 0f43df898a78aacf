import { headlineFindings, headlineText } from '../claims/headline-findings.js';
import { groupBy } from '../collections/groups.js';
import { changedSettings } from '../input/changed-settings.js';
import { datasetName } from '../input/dataset-text.js';
import { isSpeed, isTraining } from '../input/tables.js';
import { isMeasured } from '../input/unmeasured.js';
import type { LayerTable } from '../layers/layer-table.js';
import { renderHtml } from '../renderers/table-html.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { counted } from '../text/format.js';
import { type Html, type HtmlPart, html, htmlLines } from '../text/html.js';
import type { TrainingTable } from '../training/training-table.js';
import { renderChanged } from './changed-part.js';
import { renderDifferences } from './differences-part.js';
import type { SitePage } from './document.js';
import {
  becauseOf,
  block,
  type DrawnFigure,
  folded,
  inline,
  renderFigure,
  scrolling,
  sentences,
} from './elements.js';
import { paperSentences, renderLayerRecords } from './layers-part.js';
import { renderRuns, runsAnchor } from './runs-part.js';
import { renderSamples } from './samples-part.js';
import { type RecordLink, recordLinks, type Section, tablePage } from './section.js';
import { renderSizes } from './sizes-part.js';
import { renderSpeedRecords } from './speed-part.js';
import { renderStarts } from './start-part.js';
import { renderTestSet } from './test-set-part.js';
import { renderTrends } from './trends-part.js';
import { unmeasuredPage } from './unmeasured-page.js';

/** The page of one table: what it says, its numbers and figures, every record, and its files. */
export function tablePageOf(section: Section): SitePage {
  const { table, figures, files } = section;
  if (!isMeasured(table.input)) return unmeasuredPage(table.input);
  const { name, title } = table.input;
  const link = recordLinks(section, '../');
  const about = isTraining(table)
    ? 'Data, machine, versions and commit of these runs'
    : 'Machine, versions and commit of these records';
  const parts = isTraining(table) ? trainingParts(table, section, link) : measuredParts(table, section, link);
  const main = htmlLines([
    ...parts,
    block('Files', 'files', renderFiles(files)),
    html`<p>${about}: <a href="provenance.html#${name}">provenance</a>.</p>`,
  ]);
  return {
    path: tablePage(name),
    kind: 'table',
    label: isTraining(table) ? datasetName(table.input) : title,
    title: isTraining(table) ? findingTitle(table) : title,
    scripts: figures.length > 0 ? ['tables', 'vega', 'figures'] : ['tables'],
    main,
  };
}

/** `CIFAR-100: Super is ahead of Standard; Optimised and Efficient are open` */
function findingTitle(table: TrainingTable): string {
  return `${datasetName(table.input)}: ${headlineText(headlineFindings(table))}`;
}

/** The figure of learning curves, and that of each seed beside Standard. */
const CURVES = 'curves';
const SLOPE = 'slope';
/** The figure of W^A's starts. */
const STARTS = 'start';

/** Of training runs: what is shown, in what the preset differs from the paper, then everything that it rests on. */
function trainingParts(table: TrainingTable, section: Section, link: RecordLink): HtmlPart[] {
  const { input, model, sentence } = table;
  const { figures, headline } = section;
  const placed = [input.headline, SLOPE, CURVES, STARTS];
  const named = (wanted: string) => figures.filter(({ name }) => name === wanted);
  const others = figures.filter(({ name }) => !placed.includes(name));
  const starts = renderStarts(table);
  return [
    html`<p class="summary">${inline(sentence)}</p>`,
    model.data && html`<p class="data">${model.data}</p>`,
    presetOf(input),
    sentences('remarks', model.remarks),
    headline && renderHeadline(headline, drawn([input.headline, SLOPE].flatMap(named), section)),
    renderColumns(table),
    block('What differs from the paper', 'differs', renderChanged(input)),
    titledFigures('Learning curves', 'curves', named(CURVES), section),
    block('Sizes', 'sizes', renderSizes(table)),
    block('Differences from Standard', 'differences', renderDifferences(table)),
    block('Test set', 'test-set', renderTestSet(table)),
    block(
      'W^A’s start by number of training examples',
      'start',
      starts && htmlLines([drawn(named(STARTS), section), starts]),
    ),
    titledFigures('Figures', 'figures', others, section),
    block('Translations', 'samples', renderSamples(input)),
    block('Every run', 'runs', renderRuns(table, link)),
  ];
}

/** The preset with its reason, and where to read what it changes. */
function presetOf(input: TrainingTable['input']): Html {
  const { preset } = input;
  const changed = changedSettings(input);
  const because = preset.because !== undefined && html`: ${inline(preset.because)}`;
  const where =
    changed.length > 0 &&
    html` <a href="#differs">${counted(changed.length, 'setting')} other than the paper’s</a>.`;
  const instead = preset.insteadOf !== undefined && html`, for which ${preset.insteadOf} stands here`;
  return html`<p class="muted">Preset ${preset.name}${instead}${because}.${where}</p>`;
}

/** The headline table and its notes, and where there is room its figures beside them. */
function renderHeadline(headline: NonNullable<Section['headline']>, figures: Html | undefined): Html {
  const table = renderHtml(headline, (row) => `#${runsAnchor(row)}`, 'headline');
  return html`<div class="lead">
<div>
${scrolling(headline.title, table)}
${sentences('legend', headline.legend)}
</div>
${figures}
</div>`;
}

/** Every column of the table, folded. */
function renderColumns({ model }: TrainingTable): Html {
  const table = renderHtml(model, (row) => `#${runsAnchor(row)}`);
  return html`<details id="columns"><summary>All columns</summary>
${scrolling(`All columns: ${model.title}`, table)}
${sentences('legend', model.legend)}
</details>`;
}

/** Of what is measured without training: figures, tables, what is known of the paper's numbers, and the records. */
function measuredParts(table: LayerTable | SpeedTable, section: Section, link: RecordLink): HtmlPart[] {
  const { input, models, sentences: said } = table;
  const [first] = models;
  const inWords = sentences('summary', said);
  const trends = isSpeed(table) ? undefined : renderTrends(table);
  const isTold = isSpeed(table) || trends !== undefined;
  const tables = models.map((model) => {
    const rendered = renderHtml(model, () => '#records');
    return block(model.title, model.name, scrolling(`Table: ${model.title}`, rendered));
  });
  return [
    becauseOf(input.preset, 'muted'),
    isTold ? trends : inWords,
    sentences('remarks', first?.remarks ?? []),
    titledFigures('Figures', 'figures', section.figures, section),
    htmlLines(tables),
    sentences('legend', first?.legend ?? []),
    inWords && isTold && folded('The same in words', inWords),
    block('What the paper says', 'paper', sentences('paper', paperSentences(input))),
    block('What differs from the paper', 'differs', renderChanged(input)),
    block('Records', 'records', recordsOf(table, link)),
  ];
}

function titledFigures(
  title: string,
  id: string,
  figures: readonly DrawnFigure[],
  section: Section,
): Html | undefined {
  return block(title, id, drawn(figures, section));
}

/** Figures beside each other; nothing without any. */
function drawn(figures: readonly DrawnFigure[], { recordsPath }: Section): Html | undefined {
  if (figures.length === 0) return undefined;
  const drawings = figures.map((figure) => renderFigure(figure, `../${recordsPath}`));
  return html`<div class="figures">\n${htmlLines(drawings)}\n</div>`;
}

/** The files to download, those of one name on a line: `tables/imdb` as md, csv and tex. */
function renderFiles(files: readonly string[]): Html {
  const byName = groupBy(files, (file) => file.replace(EXTENSION, ''));
  const items = [...byName].map(([name, own]) => {
    const links = own.map(
      (file, at) => html`${at > 0 && ', '}<a href="../${file}">${file.slice(name.length)}</a>`,
    );
    return html`<li>${name}: ${links}</li>`;
  });
  return html`<ul class="files">${items}</ul>`;
}

/** From the first point of a file's name on. */
const EXTENSION = /\.[^/]*$/;

function recordsOf(table: LayerTable | SpeedTable, link: RecordLink): Html | undefined {
  return isSpeed(table) ? renderSpeedRecords(table.input, link) : renderLayerRecords(table.input, link);
}
