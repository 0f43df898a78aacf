import type { LayerRecord } from '@better-attention/records';
import { counted } from '../format.js';
import type { SitePage } from '../page/document.js';
import { type DrawnFigure, inline, renderFigure, scrolling, sentences } from '../page/html.js';
import { recordLinks, tablePage } from '../page/section.js';
import { block } from '../page/table.js';
import { commitOf, engineOf, machineOf, versionsOf } from '../provenance.js';
import { escapeHtml, renderHtml } from '../renderers/html.js';
import { mechanismLabel } from '../report-table.js';
import { whereKnown } from '../table/published.js';
import type { BuiltSweep } from './render.js';
import type { ReportSweep } from './report-sweep.js';

/** A sweep, rendered, for its page. */
export interface SweepSection {
  sweep: ReportSweep;
  built: BuiltSweep;
  figures: readonly DrawnFigure[];
  /** Files of this sweep to download, relative to the report. */
  files: readonly string[];
  /** The folder of its records, relative to the report. */
  recordsPath: string;
}

/** The page of a sweep: what it says, its figures, a table for each axis, and its records. */
export function sweepPageOf({ sweep, built, figures, files, recordsPath }: SweepSection): SitePage {
  const { name, title, preset, deviations } = sweep;
  const because = preset.because
    ? `<p class="muted">Preset ${escapeHtml(preset.name)}: ${inline(preset.because)}.</p>`
    : '';
  const [first] = built.tables;
  const drawings = figures.map((figure) => renderFigure(figure, `../${recordsPath}`)).join('\n');
  const main = `${because}
${sentences('summary', built.sentences)}
${sentences('remarks', first?.remarks ?? [])}
${block('Figures', 'figures', figures.length > 0 && `<div class="figures">\n${drawings}\n</div>`)}
${built.tables
  .map((table) =>
    block(
      table.title,
      table.name,
      scrolling(
        `Table: ${table.title}`,
        renderHtml(table, () => '#records'),
      ),
    ),
  )
  .join('\n')}
${sentences('legend', first?.legend ?? [])}
${block('What the paper says', 'paper', sentences('paper', paperSentences(sweep)))}
${block('Records', 'records', renderRecords(sweep, recordLinks({ recordsPath }, '../')))}
${block('Deviations from the paper', 'deviations', sentences('deviations', deviations) || '<p>None stated.</p>')}
${block('Files', 'files', `<ul class="files">${files.map((file) => `<li><a href="../${escapeHtml(file)}">${escapeHtml(file)}</a></li>`).join('')}</ul>`)}
<p>Machine, versions and commit of these records: <a href="provenance.html#${name}">provenance</a>.</p>`;
  return { path: tablePage(name), label: title, title, main };
}

function paperSentences({ paper }: ReportSweep): string[] {
  return (paper?.values ?? []).map((known) => {
    const { mechanism, column, approximate, value, unit } = known;
    const number = `${approximate ? '≈ ' : ''}${value} ${unit}`.trim();
    return `${mechanismLabel(mechanism)}, ${column}: ${number} (${whereKnown(known)}).`;
  });
}

/** A sweep in the overview: what it says first. */
export function sweepEntry({ sweep: { name, title }, built: { brief } }: SweepSection): string {
  const text = brief.length > 0 ? brief.map(inline).join(' ') : 'Nothing is recorded yet.';
  return `<dt><a href="${tablePage(name)}">${escapeHtml(title)}</a></dt><dd>${text}</dd>`;
}

function renderRecords({ records }: ReportSweep, link: (file: string) => string): string {
  const entries = [...records].map(
    ([file, record]) =>
      `<dt><a href="${escapeHtml(link(file))}">${escapeHtml(file)}</a></dt><dd>${escapeHtml(described(record))}</dd>`,
  );
  return entries.length > 0 ? `<dl>${entries.join('')}</dl>` : '';
}

function described(record: LayerRecord): string {
  const { measurements, startedAt, finishedAt } = record;
  return [
    counted(measurements.length, 'measurement'),
    ...(record.kind === 'latency' ? [engineOf(record), machineOf(record), versionsOf(record)] : []),
    `commit ${commitOf(record)}`,
    `${startedAt} to ${finishedAt}`,
  ].join('; ');
}
