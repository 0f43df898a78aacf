import type { Claim } from '../claims/model.js';
import { counted } from '../format.js';
import { escapeHtml } from '../renderers/html.js';
import { type SweepSection, sweepEntry } from '../sweep/page.js';
import { sentenceOf } from '../table/sentence.js';
import { renderClaims } from './claims.js';
import type { SitePage } from './document.js';
import { inline } from './html.js';
import { recordLinks, type Section, tablePage } from './section.js';
import { block } from './table.js';

/** The first page: the verdicts, then each table in a sentence. */
export function overviewPage(
  preset: string,
  claims: readonly Claim[],
  sections: readonly Section[],
  sweeps: readonly SweepSection[],
): SitePage {
  const runs = sections.reduce((sum, { table }) => sum + table.records.size, 0);
  const links = new Map([
    ...sections.map((section) => [section.table.name, recordLinks(section, '')] as const),
    ...sweeps.map((section) => [section.sweep.name, recordLinks(section, '')] as const),
  ]);
  const layers = sweeps.length > 0 ? `, and ${sweeps.length} of single attention layers` : '';
  const main = `<p>${counted(sections.length, 'table')} from ${counted(runs, 'run')}${layers}.</p>
${block(
  'The paper’s claims',
  'verdicts',
  renderClaims(claims, (table, file) => links.get(table)?.(file) ?? ''),
)}
${block('Tables', 'tables', `<dl class="tables">${[...sections.map(entry), ...sweeps.map(sweepEntry)].join('')}</dl>`)}`;
  return { path: 'index.html', label: 'Overview', title: `Report of preset ${preset}`, main };
}

function entry({ table, built }: Section): string {
  const { remarks } = built.model;
  const more = remarks.length > 0 ? ` ${counted(remarks.length, 'remark')} on its page.` : '';
  return `<dt><a href="${tablePage(table.name)}">${escapeHtml(table.title)}</a></dt><dd>${inline(sentenceOf(table, built))}${more}</dd>`;
}
