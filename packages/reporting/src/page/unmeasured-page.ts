import { datasetName } from '../input/dataset-text.js';
import { isTraining, leftOut, type TableInput } from '../input/tables.js';
import { unmeasuredText } from '../input/unmeasured.js';
import { html, htmlLines } from '../text/html.js';
import type { SitePage } from './document.js';
import { block, inline, sentences } from './elements.js';
import { paperSentences } from './layers-part.js';
import { tablePage } from './section.js';

/** The page of a table without records: what would measure it, and what is known of the paper's numbers. */
export function unmeasuredPage(input: TableInput): SitePage {
  const { name, title, remarks = [] } = input;
  const main = htmlLines([
    html`<p class="summary">${inline(unmeasuredText(input))}</p>`,
    sentences('remarks', [...leftOut(input), ...remarks]),
    block('What the paper says', 'paper', sentences('paper', paperSentences(input))),
  ]);
  const label = isTraining(input) ? datasetName(input) : title;
  return { path: tablePage(name), label, kind: 'table', title: `${label}: not measured`, main };
}
