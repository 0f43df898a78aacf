import { counted } from '../format.js';
import { escapeHtml } from '../renderers/html.js';
/** The paper's claims with their verdicts, what they rest on, and the rules. */
export function renderClaims(claims, link) {
  const sample = claims.some(({ tables }) => tables.some((table) => table.sample));
  const warning = sample
    ? '<p class="remarks">These runs used embedded samples of the data: a check that everything works, no verdict on the paper.</p>'
    : '';
  return `<section class="verdicts" id="verdicts" aria-labelledby="verdicts-title">
<h2 id="verdicts-title">The paper’s claims</h2>
${warning}
<ol>${claims.map((claim) => renderClaim(claim, link)).join('\n')}</ol>
<p class="muted">Counts are exact. “Performs like” is decided by an equivalence test with a stated margin, “outperforms” and “faster” by a paired t test over the seeds that both have, at 0.05 after Holm’s correction over all tests of the claim. A claim about several things is contradicted by one of them and supported by all. Bootstrap intervals are too narrow with three to five seeds; no verdict rests on them.</p>
</section>`;
}
function renderClaim({ number, version, verdict, statement, sentence, tables }, link) {
  return `<li><h3>${badge(verdict)} Claim ${number} <span class="muted">(${version})</span>: ${escapeHtml(statement)}</h3>
<p>${escapeHtml(sentence)}</p>
${tables.map((table) => renderTableVerdict(table, link)).join('\n')}</li>`;
}
function renderTableVerdict(verdict, link) {
  const { dataset, sentence, findings, records, table } = verdict;
  const links = records.map((file) => `<a href="${escapeHtml(link(table, file))}">${escapeHtml(file)}</a>`);
  return `<details><summary>${escapeHtml(dataset)}: ${verdict.verdict}. <span>${escapeHtml(sentence)}</span></summary>
${findings.length > 0 ? `<ul>${findings.map(renderFinding).join('')}</ul>` : ''}
<p class="records">Rests on ${counted(records.length, 'run')}: ${links.join(', ')}.</p>
</details>`;
}
function renderFinding({ verdict, sentence }) {
  return `<li>${badge(verdict)} ${escapeHtml(sentence)}</li>`;
}
function badge(verdict) {
  return `<span class="badge ${verdict.replace(' ', '-')}">${verdict}</span>`;
}
