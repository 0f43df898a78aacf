import { isTraining } from '../input/tables.js';
import type { Report } from '../report/report.js';
import { renderDocument } from './document.js';
import type { DrawnForest } from './forest-part.js';
import { galleryPage } from './gallery-page.js';
import { judgementPage } from './judgement-page.js';
import { methodPage } from './method-page.js';
import { overviewPage } from './overview-page.js';
import { provenancePage } from './provenance-page.js';
import type { Section } from './section.js';
import { summaryPage } from './summary-page.js';
import { tablePageOf } from './table-page.js';

/** The pages of the site by their path inside the report. */
export function sitePages(
  report: Report,
  sections: readonly Section[],
  forest: DrawnForest | undefined,
): Map<string, string> {
  const training = report.tables.filter(isTraining);
  const gallery = galleryPage(sections);
  const { judgement } = report;
  const pages = [
    judgement ? judgementPage(judgement, sections) : overviewPage(report, sections, forest),
    ...sections.map(tablePageOf),
    ...(gallery ? [gallery] : []),
    ...(judgement ? [] : [methodPage(training)]),
    provenancePage(report.tables),
    ...(judgement ? [] : [summaryPage(report, forest)]),
  ];
  return new Map(pages.map((page) => [page.path, renderDocument(page, pages, report.preset)]));
}
