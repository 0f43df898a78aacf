import { escapeHtml, renderHtml } from '../renderers/html.js';
import { sentenceOf } from '../table/sentence.js';
import { renderDifferences } from './differences.js';
import type { SitePage } from './document.js';
import { inline, renderFigure, scrolling, sentences } from './html.js';
import { renderRuns, runsAnchor } from './runs.js';
import { renderSamples } from './samples.js';
import { recordLinks, type Section, tablePage } from './section.js';

/** The page of one table: the table, differences, figures, and every run. */
export function tablePageOf(section: Section): SitePage {
  const { table, built, figures, files, recordsPath } = section;
  const { name, title, preset, deviations } = table;
  const link = recordLinks(section, '../');
  const because = preset.because
    ? `<p class="muted">Preset ${escapeHtml(preset.name)}: ${inline(preset.because)}.</p>`
    : '';
  const differences = renderDifferences(table, built);
  const runs = table.records.size > 0 ? renderRuns(table, built.model, link) : '';
  const samples = renderSamples(table);
  const main = `${because}
<p class="summary">${inline(sentenceOf(table, built))}</p>
${sentences('remarks', built.model.remarks)}
${scrolling(
  title,
  renderHtml(built.model, (row) => `#${runsAnchor(row)}`),
)}
${sentences('legend', built.model.legend)}
${block('Differences from Standard', 'differences', differences && scrolling(`Differences from Standard: ${title}`, differences))}
${block(
  'Figures',
  'figures',
  figures.length > 0 &&
    `<div class="figures">\n${figures.map((figure) => renderFigure(figure, `../${recordsPath}`)).join('\n')}\n</div>`,
)}
${block('Translations', 'samples', samples && scrolling(`Translations: ${title}`, samples))}
${block('Every run', 'runs', runs && scrolling(`Every run of ${title}`, runs))}
${block('Deviations from the paper', 'deviations', sentences('deviations', deviations) || '<p>None stated.</p>')}
${block('Files', 'files', `<ul class="files">${files.map((file) => `<li><a href="../${escapeHtml(file)}">${escapeHtml(file)}</a></li>`).join('')}</ul>`)}
<p>Data, machine, versions and commit of these runs: <a href="provenance.html#${name}">provenance</a>.</p>`;
  return { path: tablePage(name), label: title, title, main };
}

/** A part of a page under its heading; nothing without content. */
export function block(title: string, id: string, content: string | false): string {
  if (!content) return '';
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escapeHtml(title)}</h2>
${content}
</section>`;
}
