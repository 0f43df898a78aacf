import type { Claim, Finding, TableVerdict, Verdict } from '../claims/model.js';
import { counted } from '../format.js';
import { escapeHtml } from '../renderers/html.js';
import { scrolling } from './html.js';

/** The link to a table's record, relative to the page. */
type TableRecordLink = (table: string, file: string) => string;

/** The paper's claims with their verdicts, what they rest on, and the rules. */
export function renderClaims(claims: readonly Claim[], link: TableRecordLink): string {
  const sample = claims.some(({ tables }) => tables.some((table) => table.sample));
  const warning = sample
    ? '<p class="remarks">These runs used embedded samples of the data: a check that everything works, no verdict on the paper.</p>'
    : '';
  return `${warning}
${renderMatrix(claims)}
<ol class="verdicts">${claims.map((claim) => renderClaim(claim, link)).join('\n')}</ol>
<p class="muted">Counts are exact. “Performs like” is decided by an equivalence test with a stated margin, “outperforms” and “faster” by a paired t test over the seeds that both have, at 0.05 after Holm’s correction over all tests of the claim. A claim about several things is contradicted by one of them and supported by all. Bootstrap intervals are too narrow with three to five seeds; no verdict rests on them.</p>`;
}

/** Every claim on every data set that has runs, and on all together. */
function renderMatrix(claims: readonly Claim[]): string {
  const datasets = claims[0]?.tables ?? [];
  const headings = ['Claim', 'Overall', ...datasets.map(({ dataset }) => dataset)];
  const rows = claims.map(({ id, number, version, label, verdict, tables }) => {
    const verdicts = [verdict, ...tables.map((table) => table.verdict)];
    const name = `<a href="#claim-${id}">${number} (${version})</a>: ${escapeHtml(label)}`;
    return `<tr><th scope="row">${name}</th>${verdicts.map((one) => `<td>${badge(one)}</td>`).join('')}</tr>`;
  });
  const table = [
    '<table class="matrix">',
    '<caption>Verdicts on the claims of the paper’s abstract</caption>',
    `<thead><tr>${headings.map((heading) => `<th scope="col">${escapeHtml(heading)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody>',
    '</table>',
  ];
  return scrolling('Verdicts on the paper’s claims', table.join('\n'));
}

function renderClaim(
  { id, number, version, verdict, statement, sentence, tables }: Claim,
  link: TableRecordLink,
): string {
  return `<li id="claim-${id}"><h3>${badge(verdict)} Claim ${number} <span class="muted">(${version})</span>: ${escapeHtml(statement)}</h3>
<p>${escapeHtml(sentence)}</p>
${tables.map((table) => renderTableVerdict(table, link)).join('\n')}</li>`;
}

function renderTableVerdict(verdict: TableVerdict, link: TableRecordLink): string {
  const { dataset, sentence, findings, records, table } = verdict;
  const links = records.map((file) => `<a href="${escapeHtml(link(table, file))}">${escapeHtml(file)}</a>`);
  return `<details><summary>${escapeHtml(dataset)}: ${verdict.verdict}. <span>${escapeHtml(sentence)}</span></summary>
${findings.length > 0 ? `<ul>${findings.map(renderFinding).join('')}</ul>` : ''}
<p class="records">Rests on ${counted(records.length, 'run')}: ${links.join(', ')}.</p>
</details>`;
}

function renderFinding({ verdict, sentence }: Finding): string {
  return `<li>${badge(verdict)} ${escapeHtml(sentence)}</li>`;
}

function badge(verdict: Verdict): string {
  return `<span class="badge ${verdict.replace(' ', '-')}">${verdict}</span>`;
}
