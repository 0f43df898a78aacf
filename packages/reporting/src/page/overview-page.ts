import { datasetLabel } from '../input/dataset-text.js';
import { isSpeed, isTraining } from '../input/tables.js';
import type { BuiltTable, Report } from '../report/report.js';
import { counted } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { renderClaims } from './claims-part.js';
import type { SitePage } from './document.js';
import { block, inline } from './elements.js';
import { recordLinks, type Section, tablePage } from './section.js';

/** The first page: the verdicts, then each table in a sentence. */
export function overviewPage({ preset, tables, claims }: Report, sections: readonly Section[]): SitePage {
  const training = tables.filter(isTraining);
  const runs = training.reduce((sum, { input }) => sum + input.records.size, 0);
  const speeds = tables.filter(isSpeed).length;
  const layers = tables.length - training.length - speeds;
  const links = new Map(
    sections.map((section) => [section.table.input.name, recordLinks(section, '')] as const),
  );
  const verdicts = renderClaims(claims, (table, file) => {
    const [name, own] = file.includes('/') ? (file.split('/') as [string, string]) : [table, file];
    return links.get(name)?.(own) ?? '';
  });
  const main = html`<p>${counted(training.length, 'table')} from ${counted(runs, 'run')}${layers > 0 && `, ${layers} of single attention layers`}${speeds > 0 && `, ${speeds} of step times`}.</p>
${block('The paper’s claims', 'verdicts', verdicts)}
${block('Tables', 'tables', html`<dl class="tables">${tables.map(entry)}</dl>`)}`;
  return { path: 'index.html', label: 'Overview', title: `Report of preset ${preset}`, main };
}

function entry(table: BuiltTable): Html {
  const { name, title } = table.input;
  return html`<dt><a href="${tablePage(name)}">${title}</a></dt><dd>${saidFirst(table)}</dd>`;
}

function saidFirst(table: BuiltTable): Html {
  if (!isTraining(table)) return inline(table.brief.join(' '));
  const remarks = table.model.remarks.length;
  const data = table.input.records.size > 0 && `${datasetLabel(table.input)}. `;
  return html`${data}${inline(table.sentence)}${remarks > 0 && ` ${counted(remarks, 'remark')} on its page.`}`;
}
