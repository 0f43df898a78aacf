import type { Claim } from '../claims/claim.js';
import { type MatrixCell, type MatrixRow, matrixRows } from '../claims/matrix.js';
import { datasetName, datasetSizes } from '../input/dataset-text.js';
import { headlineOf } from '../input/tables.js';
import { type Html, html, htmlLines } from '../text/html.js';
import { comparedDifferences, comparedSeeds } from '../training/compared-seeds.js';
import type { TrainingTable } from '../training/training-table.js';
import { badge, UNCONVERGED } from './badge.js';
import { tablePage } from './section.js';

/** Every claim's questions on every data set, with numbers and verdicts; on a narrow screen a list. */
export function renderMatrix(claims: readonly Claim[], tables: readonly TrainingTable[]): Html {
  const byName = new Map(tables.map((table) => [table.input.name, table]));
  const datasets = (claims[0]?.tables ?? []).flatMap(({ table }) => byName.get(table) ?? []);
  const rows = matrixRows(claims, (name) => {
    const table = byName.get(name);
    return table ? headlineOf(table.input).digits : 0;
  });
  const bodies = claims.map((claim) => {
    const own = rows.filter((row) => row.claim === claim);
    return html`<tbody>
${htmlLines(own.map((row, at) => renderRow(row, at === 0 ? own.length : 0, datasets)))}
</tbody>`;
  });
  return html`<table class="matrix">
<caption>In each cell the number and what it shows; bold where that is decided. Where three stand, they are of Optimised, Efficient and Super. Counts and times are of the paper’s sizes, relative to Standard’s; of the times on one thread and on more the one that gains least stands. Differences are in the unit of the data set’s headline.</caption>
<thead><tr><th scope="col" class="claim-column">Claim</th><th scope="col" class="verdict-column">Verdict</th><th scope="col" class="question-column">Question</th>${datasets.map(heading)}</tr></thead>
${htmlLines(bodies)}
</table>`;
}

function heading(table: TrainingTable): Html {
  const { input } = table;
  const about = [datasetSizes(input) || 'no runs', comparedSeeds(comparedDifferences(table))].filter(Boolean);
  return html`<th scope="col"><a href="${tablePage(input.name)}">${datasetName(input)}</a>${about.map((text) => html` <span class="second">${text}</span>`)}</th>`;
}

/** @param height how many rows the claim's name and verdict span; 0 below its first row */
function renderRow(
  { claim, question, cells }: MatrixRow,
  height: number,
  datasets: readonly TrainingTable[],
): Html {
  const { id, number, version, label, verdict } = claim;
  const name = html`<th scope="rowgroup" rowspan="${height}"><a href="index.html#claim-${id}">${number} (${version})</a> ${label}</th><td class="overall" rowspan="${height}">${badge(verdict)}</td>`;
  const shown = cells.map((cell, at) => renderCell(cell, datasets[at] as TrainingTable));
  return html`<tr>${height > 0 && name}<th scope="row">${question}</th>${shown}</tr>`;
}

function renderCell(cell: MatrixCell, { input }: TrainingTable): Html {
  const { numbers, unit, verdict, word, missing, unconverged } = cell;
  const texts = numbers.map(
    ({ text, isDecided }, at) => html`${at > 0 && ' · '}${isDecided ? html`<strong>${text}</strong>` : text}`,
  );
  const number =
    numbers.length > 0 &&
    html`<span class="number">${texts}${unit && ` ${unit}`}${unconverged && ` ${UNCONVERGED}`}</span> `;
  const lacking = missing !== undefined && html` <span class="second">${missing}</span>`;
  return html`<td data-dataset="${datasetName(input)}">${number}${badge(verdict, word)}${lacking}</td>`;
}
