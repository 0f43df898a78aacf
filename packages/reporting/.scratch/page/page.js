import { counted } from '../format.js';
import { escapeHtml, renderHtml } from '../renderers/html.js';
import { sentenceOf } from '../table/sentence.js';
import { renderClaims } from './claims.js';
import { renderDifferences } from './differences.js';
import { renderProvenance } from './provenance.js';
import { renderRuns, runsAnchor } from './runs.js';
import { STYLE } from './style.js';
/** The report: one page without scripts, whose only files are the ones it links to. */
export function renderPage(preset, claims, sections) {
  const runs = sections.reduce((sum, { table }) => sum + table.records.size, 0);
  const links = new Map(sections.map(({ table, recordLink }) => [table.name, recordLink]));
  const link = (table, file) => links.get(table)?.(file) ?? '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Better attention: report of preset ${escapeHtml(preset)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Better attention: report of preset ${escapeHtml(preset)}</h1>
<p>${counted(sections.length, 'table')} from ${counted(runs, 'run')}, set beside <a href="https://arxiv.org/abs/2403.01643">You Need to Pay Better Attention</a>. Every number is generated from run records, and links to the runs that it rests on.</p>
<nav aria-label="Tables"><ul><li><a href="#verdicts">The paper’s claims</a></li>${sections.map(({ table }) => `<li><a href="#${table.name}">${escapeHtml(table.title)}</a></li>`).join('')}</ul></nav>
</header>
<main>
${renderClaims(claims, link)}
${sections.map(renderSection).join('\n')}
</main>
</body>
</html>
`;
}
function renderSection({ table, built, figures, files, recordLink }) {
  const { name, title, preset, deviations } = table;
  const because = preset.because
    ? `<p class="muted">Preset ${escapeHtml(preset.name)}: ${inline(preset.because)}.</p>`
    : '';
  const differences = renderDifferences(table, built);
  const runs =
    table.records.size === 0
      ? ''
      : `<details><summary>Every run (${table.records.size})</summary>
${scrolling(`Every run of ${title}`, renderRuns(table, built.model, recordLink))}
</details>
<h3>Provenance</h3>
${renderProvenance(table, built.comparability)}`;
  return `<section class="table" id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${escapeHtml(title)}</h2>
${because}
<p class="summary">${inline(sentenceOf(table, built))}</p>
${list('remarks', built.model.remarks)}
${scrolling(
  title,
  renderHtml(built.model, (row) => `#${runsAnchor(name, row)}`),
)}
${list('legend', built.model.legend)}
${differences ? scrolling(`Differences from Standard: ${title}`, differences) : ''}
<div class="figures">
${figures.map(renderFigure).join('\n')}
</div>
${runs}
<h3>Deviations from the paper</h3>
${deviations.length > 0 ? list('deviations', deviations) : '<p>None stated.</p>'}
<h3>Files</h3>
<ul class="files">${files.map((file) => `<li><a href="${escapeHtml(file)}">${escapeHtml(file)}</a></li>`).join('')}</ul>
</section>`;
}
function renderFigure({ alternative, caption, svg }) {
  return `<figure><div role="img" aria-label="${escapeHtml(alternative)}">${svg}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}
function scrolling(label, content) {
  return `<div class="scroll" role="region" aria-label="${escapeHtml(label)}" tabindex="0">\n${content}\n</div>`;
}
function list(className, sentences) {
  if (sentences.length === 0) return '';
  return `<ul class="${className}">${sentences.map((sentence) => `<li>${inline(sentence)}</li>`).join('')}</ul>`;
}
/** Escaped text with \`code\` marked and addresses linked. */
function inline(text) {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/https?:\/\/[^\s()<>&]+/g, '<a href="$&">$&</a>');
}
