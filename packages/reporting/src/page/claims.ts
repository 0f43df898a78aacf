import type { Claim, LayerFinding, LayerVerdict, TableVerdict, Verdict } from '../claims/model.js';
import { capitalised, counted } from '../format.js';
import { escapeHtml } from '../renderers/html.js';
import { scrolling } from './html.js';
import type { RecordLink } from './section.js';

/** The link to a record of a table or sweep, relative to the page. */
type NamedRecordLink = (table: string, file: string) => string;

/** The paper's claims with their verdicts, what they rest on, and the rules. */
export function renderClaims(claims: readonly Claim[], link: NamedRecordLink): string {
  const sample = claims.some(({ tables }) => tables.some((table) => table.sample));
  const warning = sample
    ? '<p class="remarks">These runs used embedded samples of the data: a check that everything works, no verdict on the paper.</p>'
    : '';
  return `${warning}
${renderMatrix(claims)}
<ol class="verdicts">${claims.map((claim) => renderClaim(claim, link)).join('\n')}</ol>
<p class="muted">Counts are exact. “Performs like” is decided by an equivalence test with a stated margin, “outperforms” and “faster” by a paired t test over the seeds that both have, at 0.05 after Holm’s correction over all tests of the claim. A claim about several things is contradicted by one of them and supported by all. Single layers count as one thing more: counted at ℓ = d_m, timed by t tests at every size, corrected over the sweep. Bootstrap intervals are too narrow with three to five seeds; no verdict rests on them.</p>`;
}

/** Every claim on every data set that has runs, on single layers, and on all together. */
function renderMatrix(claims: readonly Claim[]): string {
  const datasets = claims[0]?.tables ?? [];
  const sweeps = [
    ...new Map(claims.flatMap(({ layers }) => layers.map(({ sweep, label }) => [sweep, label] as const))),
  ];
  const headings = [
    'Claim',
    'Overall',
    ...datasets.map(({ dataset }) => dataset),
    ...sweeps.map(([, label]) => capitalised(label)),
  ];
  const rows = claims.map(({ id, number, version, label, verdict, tables, layers }) => {
    const verdicts = [
      verdict,
      ...tables.map((table) => table.verdict),
      ...sweeps.map(([name]) => layers.find(({ sweep }) => sweep === name)?.verdict),
    ];
    const name = `<a href="#claim-${id}">${number} (${version})</a>: ${escapeHtml(label)}`;
    return `<tr><th scope="row">${name}</th>${verdicts.map((one) => `<td>${one ? badge(one) : '<span class="none">–</span>'}</td>`).join('')}</tr>`;
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
  { id, number, version, verdict, statement, sentence, tables, layers }: Claim,
  link: NamedRecordLink,
): string {
  const parts = [
    ...tables.map((one) => renderVerdict(one.dataset, one, (file) => link(one.table, file))),
    ...layers.map((one) => renderVerdict(capitalised(one.label), one, (file) => link(one.sweep, file))),
  ];
  return `<li id="claim-${id}"><h3>${badge(verdict)} Claim ${number} <span class="muted">(${version})</span>: ${escapeHtml(statement)}</h3>
<p>${escapeHtml(sentence)}</p>
${parts.join('\n')}</li>`;
}

/** What a claim rests on in one table or sweep. */
function renderVerdict(
  name: string,
  { verdict, sentence, findings, records }: TableVerdict | LayerVerdict,
  link: RecordLink,
): string {
  const links = records.map((file) => `<a href="${escapeHtml(link(file))}">${escapeHtml(file)}</a>`);
  return `<details><summary>${escapeHtml(name)}${verdict ? `: ${verdict}` : ''}. <span>${escapeHtml(sentence)}</span></summary>
${findings.length > 0 ? `<ul>${findings.map(renderFinding).join('')}</ul>` : ''}
<p class="records">Rests on ${counted(records.length, 'record')}: ${links.join(', ')}.</p>
</details>`;
}

function renderFinding({ verdict, sentence }: LayerFinding): string {
  return `<li>${verdict ? `${badge(verdict)} ` : ''}${escapeHtml(sentence)}</li>`;
}

function badge(verdict: Verdict): string {
  return `<span class="badge ${verdict.replace(' ', '-')}">${verdict}</span>`;
}
