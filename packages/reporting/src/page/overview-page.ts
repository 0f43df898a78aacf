import { headlineFindings, headlineText } from '../claims/headline-findings.js';
import { datasetSizes } from '../input/dataset-text.js';
import { everyRecord, isTraining } from '../input/tables.js';
import { isMeasured, unmeasuredText } from '../input/unmeasured.js';
import { tableBody } from '../renderers/table-html.js';
import type { BuiltTable, Report } from '../report/report.js';
import { capitalised, counted } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { renderAnswer } from './answer-part.js';
import { renderEvidence } from './claims-part.js';
import type { SitePage } from './document.js';
import { block, inline } from './elements.js';
import type { DrawnForest } from './forest-part.js';
import { overviewTitle } from './overview-title.js';
import { recordLinks, type Section, tablePage } from './section.js';

/**
 * The first page: what each claim comes to beside the forest plot, then every claim on every data set, the evidence and the
 * tables.
 */
export function overviewPage(
  report: Report,
  sections: readonly Section[],
  forest: DrawnForest | undefined,
): SitePage {
  const { tables, claims } = report;
  const training = tables.filter(isTraining);
  const links = new Map(
    sections.map((section) => [section.table.input.name, recordLinks(section, '')] as const),
  );
  const evidence = renderEvidence(claims, (table, file) => {
    const [name, own] = file.includes('/') ? (file.split('/') as [string, string]) : [table, file];
    return links.get(name)?.(own) ?? '';
  });
  const main = html`${renderAnswer(claims, training, forest)}
${block('What the verdicts rest on', 'evidence', evidence)}
${block('Tables', 'tables', renderTables(tables))}`;
  return {
    path: 'index.html',
    label: 'Overview',
    title: overviewTitle(report),
    ...(forest && { scripts: ['vega', 'figures'] as const }),
    main,
  };
}

/** A row a table: what it is of, and what it says. */
function renderTables(tables: readonly BuiltTable[]): Html {
  const rows = tables.map((table) => {
    const { name, title } = table.input;
    return html`<tr><th scope="row"><a href="${tablePage(name)}">${title}</a></th><td>${recordsText(table)}</td><td>${saidFirst(table)}</td></tr>`;
  });
  return html`<table class="tables">
<caption>What each table holds and says</caption>
<thead><tr><th scope="col">Table</th><th scope="col">From</th><th scope="col">What it says</th></tr></thead>
${tableBody(rows)}
</table>`;
}

/** `30 runs, 13,500 + 4,000 images` */
function recordsText(table: BuiltTable): string {
  const { size } = everyRecord(table.input);
  if (!isTraining(table)) return counted(size, 'record');
  return [counted(size, 'run'), datasetSizes(table.input)].filter(Boolean).join(', ');
}

function saidFirst(table: BuiltTable): Html {
  if (!isMeasured(table.input)) return inline(unmeasuredText(table.input));
  if (!isTraining(table)) return inline(table.brief.join(' '));
  const remarks = table.model.remarks.length;
  const said = capitalised(headlineText(headlineFindings(table)));
  return html`${said}.${remarks > 0 && ` ${capitalised(counted(remarks, 'remark'))} on its page.`}`;
}
