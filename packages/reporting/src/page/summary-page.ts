import { isTraining } from '../input/tables.js';
import type { Report } from '../report/report.js';
import { html } from '../text/html.js';
import { renderAnswer } from './answer-part.js';
import type { SitePage } from './document.js';
import type { DrawnForest } from './forest-part.js';
import { overviewTitle } from './overview-title.js';

/** The overview's answer alone, as it fits two printed pages; beside the overview, whose links it has. */
export function summaryPage(report: Report, forest: DrawnForest | undefined): SitePage {
  const { tables, claims } = report;
  return {
    path: 'summary.html',
    label: 'To print',
    title: overviewTitle(report),
    ...(forest && { scripts: ['vega', 'figures'] as const }),
    main: html`<div class="printed">${renderAnswer(claims, tables.filter(isTraining), forest)}</div>`,
  };
}
