import type { Claim, LayerVerdict, TableVerdict } from '../claims/claim.js';
import { tableBody } from '../renderers/table-html.js';
import { capitalised, counted } from '../text/format.js';
import { type Html, html, htmlLines } from '../text/html.js';
import type { Verdict, Word } from '../verdicts/finding.js';
import { NONE, scrolling } from './elements.js';
import type { RecordLink } from './section.js';

/** The link to a record of a table, relative to the page. */
type NamedRecordLink = (table: string, file: string) => string;

/** Marks a verdict that rests on runs that had not converged. */
const UNCONVERGED = '†';

/** The paper's claims with their verdicts, what they rest on, and the rules. */
export function renderClaims(claims: readonly Claim[], link: NamedRecordLink): Html {
  const sample = claims.some(({ tables }) => tables.some((table) => table.sample));
  const warning =
    sample &&
    html`<p class="remarks">These runs used embedded samples of the data: a check that everything works, no verdict on the paper.</p>`;
  return html`${warning}
${renderMatrix(claims)}
${claims.some(({ tables }) => tables.some(({ unconverged }) => unconverged)) && html`<p class="muted">${UNCONVERGED} rests on runs that had not converged: their best epoch is their last, so that more epochs may change the verdict.</p>`}
<ol class="verdicts">${htmlLines(claims.map((claim) => renderClaim(claim, link)))}</ol>
<p class="muted">Counts are exact. “Performs like” is decided by an equivalence test with a stated margin, “outperforms” by a paired t test over the seeds that both have, “faster” by one over processes in which all took turns. A claim about several things is supported by all of them, each at 0.05, and contradicted by one, at 0.05 after a correction over all that the claim is about, measured or not. Single layers count as one thing more: counted at ℓ = d_m; their times say how far a claim reaches, without a verdict.</p>`;
}

/** Every claim on every data set, on single layers where they have a verdict, and on all together. */
function renderMatrix(claims: readonly Claim[]): Html {
  const datasets = claims[0]?.tables ?? [];
  const layerTables = new Map(
    claims.flatMap(({ layers }) =>
      layers.flatMap(({ sweep, label, verdict }) => (verdict ? [[sweep, label] as const] : [])),
    ),
  );
  const headings = [
    'Claim',
    'Overall',
    ...datasets.map(({ dataset }) => dataset),
    ...[...layerTables.values()].map(capitalised),
  ];
  const rows = claims.map(({ id, number, version, label, verdict, tables, layers }) => {
    const cells = [
      html`<td>${badge(verdict)}</td>`,
      ...tables.map(
        (table) => html`<td>${badge(table.verdict)}${table.unconverged && ` ${UNCONVERGED}`}</td>`,
      ),
      ...[...layerTables.keys()].map((name) => {
        const own = layers.find(({ sweep }) => sweep === name)?.verdict;
        return html`<td>${own ? badge(own) : NONE}</td>`;
      }),
    ];
    return html`<tr><th scope="row"><a href="#claim-${id}">${number} (${version})</a>: ${label}</th>${cells}</tr>`;
  });
  const table = html`<table class="matrix">
<caption>Verdicts on the claims of the paper’s abstract</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
${tableBody(rows)}
</table>`;
  return scrolling('Verdicts on the paper’s claims', table);
}

function renderClaim(claim: Claim, link: NamedRecordLink): Html {
  const { id, number, version, verdict, statement, sentence, tables, layers } = claim;
  const parts = [
    ...tables.map((one) => renderVerdict(one.dataset, one, (file) => link(one.table, file))),
    ...layers.map((one) => renderVerdict(capitalised(one.label), one, (file) => link(one.sweep, file))),
  ];
  return html`<li id="claim-${id}"><h3>${badge(verdict)} Claim ${number} <span class="muted">(${version})</span>: ${statement}</h3>
<p>${sentence}</p>
${htmlLines(parts)}</li>`;
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

/** The verdict, and the word for what is shown where that says more. */
function badge(verdict: Verdict, word?: Word): Html {
  const text = word === undefined || word === verdict ? verdict : `${verdict}: ${word}`;
  return html`<span class="badge ${verdict.replace(' ', '-')}">${text}</span>`;
}
