import type { Claim, LayerVerdict, TableVerdict } from '../claims/claim.js';
import { capitalised, counted } from '../text/format.js';
import { type Html, html, htmlLines } from '../text/html.js';
import { badge } from './badge.js';
import type { RecordLink } from './section.js';

/** The link to a record of a table, relative to the page. */
type NamedRecordLink = (table: string, file: string) => string;

/** The paper's claims, each with its verdict and what it comes to. */
export function renderOutcomes(claims: readonly Claim[]): Html {
  const isTwice = (one: number) => claims.filter(({ number }) => number === one).length > 1;
  const items = claims.map(({ id, number, version, statement, verdict, outcome }) => {
    const of = isTwice(number) && html` <span class="muted">(${version})</span>`;
    return html`<li><h2>${badge(verdict)} <a href="index.html#claim-${id}">Claim ${number}</a>${of}: ${statement}</h2>
<p>${outcome}</p></li>`;
  });
  return html`<ol class="outcomes">${htmlLines(items)}</ol>`;
}

/** What each claim's verdict rests on, folded: data set by data set, down to the records. */
export function renderEvidence(claims: readonly Claim[], link: NamedRecordLink): Html {
  return html`<div class="verdicts">${htmlLines(claims.map((claim) => renderClaim(claim, link)))}</div>
<p class="muted">Counts are exact. “Performs like” is decided by an equivalence test with a stated margin, “outperforms” by a paired t test over the seeds that both have, “faster” by one over processes in which all took turns. A claim about several things is supported by all of them, each at 0.05, and contradicted by one, at 0.05 after a correction over all that the claim is about, measured or not. Single layers count as one thing more: counted at ℓ = d_m; their times say how far a claim reaches, without a verdict.</p>`;
}

function renderClaim(claim: Claim, link: NamedRecordLink): Html {
  const { id, number, version, verdict, statement, sentence, tables, layers } = claim;
  const parts = [
    ...tables.map((one) => renderVerdict(one.dataset, one, (file) => link(one.table, file))),
    ...layers.map((one) => renderVerdict(capitalised(one.label), one, (file) => link(one.sweep, file))),
  ];
  return html`<details class="claim"><summary>${badge(verdict)} Claim ${number} <span class="muted">(${version})</span>: ${statement}</summary>
<div id="claim-${id}">
<p>${sentence}</p>
${htmlLines(parts)}
</div>
</details>`;
}

/** What a claim rests on in one table. */
function renderVerdict(
  name: string,
  { verdict, sentence, findings, records }: TableVerdict | LayerVerdict,
  link: RecordLink,
): Html {
  const items = findings.map(
    (one) => html`<li>${one.verdict && html`${badge(one.verdict, one.word)} `}${one.sentence}</li>`,
  );
  const links = records.map((file, at) => html`${at > 0 && ', '}<a href="${link(file)}">${file}</a>`);
  return html`<details><summary>${name}${verdict && `: ${verdict}`}. <span>${sentence}</span></summary>
${findings.length > 0 && html`<ul>${items}</ul>`}
<p class="records">${records.length > 0 ? html`Rests on ${counted(records.length, 'record')}: ${links}.` : 'Rests on no record.'}</p>
</details>`;
}
