import type { JudgedDataset, Judgement } from '../judgement/judgement.js';
import {
  countText,
  differenceText,
  HOW_DECIDED,
  missingSeedsText,
  SAMPLE_WARNING,
  timeText,
  wordText,
} from '../judgement/judgement-text.js';
import { tableBody } from '../renderers/table-html.js';
import { counted, listed, mechanismLabel } from '../text/format.js';
import { type Html, html, htmlLines } from '../text/html.js';
import type { SitePage } from './document.js';
import { block, scrolling, sentences } from './elements.js';
import { type RecordLink, recordLinks, type Section, tablePage } from './section.js';

/** The first page of a report about a person's own mechanism: what is judged, and what it comes to on each data set. */
export function judgementPage({ mechanism, datasets }: Judgement, sections: readonly Section[]): SitePage {
  const { name, file, sha256 } = mechanism;
  const label = mechanismLabel(name);
  const linkOf = (table: string): RecordLink => {
    const section = sections.find((one) => one.table.input.name === table);
    return section ? recordLinks(section, '') : () => '';
  };
  const main = html`${datasets.some(({ sample }) => sample) && html`<p class="remarks">${SAMPLE_WARNING}</p>`}
<p class="data">Judged: the mechanism <strong>${name}</strong> of <code>${file}</code>, SHA-256 <code>${sha256}</code>, beside Standard attention; nothing else differs between their runs.</p>
${block('What is shown', 'judgement', scrolling(`${label} beside Standard`, renderDatasets(label, datasets)))}
${block('What it rests on', 'evidence', htmlLines(datasets.map((one) => renderEvidence(one, linkOf(one.table)))))}
${block('How it is decided', 'method', sentences('legend', HOW_DECIDED))}`;
  return { path: 'index.html', label: 'Judgement', title: titleOf(label, datasets), main };
}

/** `Cosine is ahead of Standard on IMDB, and open beside Standard on MNIST` */
function titleOf(label: string, datasets: readonly JudgedDataset[]): string {
  const words = [...new Set(datasets.map(wordText))];
  const clauses = words.map((text) => {
    const names = datasets.filter((one) => wordText(one) === text).map(({ dataset }) => dataset);
    return `${text} on ${listed(names)}`;
  });
  const trial = datasets.some(({ sample }) => sample) ? ' (embedded samples)' : '';
  return `${label} is ${listed(clauses)}${trial}`;
}

function renderDatasets(label: string, datasets: readonly JudgedDataset[]): Html {
  const columns: readonly (readonly [title: string, cell: (one: JudgedDataset) => string])[] = [
    [`${label} is`, wordText],
    ['Difference [95 %]', differenceText],
    ['Seeds', ({ seeds }) => `${seeds}`],
    ['Missing', missingSeedsText],
    ['Training step ÷ Standard’s', (one) => timesOf(one, 'training')],
    ['Forward pass ÷ Standard’s', (one) => timesOf(one, 'inference')],
    ['Attention parameters', (one) => countText(one, 'attentionParameters')],
    ['Products per head', (one) => countText(one, 'matmulsPerHead')],
  ];
  const rows = datasets.map(
    (one) =>
      html`<tr><th scope="row"><a href="${tablePage(one.table)}">${one.dataset}</a></th>${columns.map(([title, cell]) => html`<td data-label="${title}">${cell(one)}</td>`)}</tr>`,
  );
  return html`<table class="tables">
<caption>${label} beside Standard, by data set</caption>
<thead><tr>${['Data set', ...columns.map(([title]) => title)].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
${tableBody(rows)}
</table>`;
}

/** `0.88 [0.83, 0.95] on 1 thread`: every number of threads. */
function timesOf({ times }: JudgedDataset, phase: string): string {
  const own = times.filter((time) => time.phase === phase);
  if (own.length === 0) return 'not timed';
  return own
    .map((time) => `${timeText(time)} on ${counted(time.threads, 'thread')}${saidOf(time)}`)
    .join('; ');
}

function saidOf({ word, interval }: JudgedDataset['times'][number]): string {
  if (word !== undefined) return `, ${word}`;
  return interval ? ', machine disturbed' : '';
}

function renderEvidence({ dataset, sentence, records }: JudgedDataset, link: RecordLink): Html {
  const links = records.map((file, at) => html`${at > 0 && ', '}<a href="${link(file)}">${file}</a>`);
  return html`<p><strong>${dataset}.</strong> ${sentence}</p>
<p class="records">${records.length > 0 ? html`Rests on ${counted(records.length, 'record')}: ${links}.` : 'Rests on no record.'}</p>`;
}
