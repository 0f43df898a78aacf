import type { Claim } from '../claims/claim.js';
import { isSample } from '../claims/sentences.js';
import { datasetLabel, datasetName, papersDatasetName } from '../input/dataset-text.js';
import { listed } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import type { TrainingTable } from '../training/training-table.js';
import { UNCONVERGED } from './badge.js';
import { renderOutcomes } from './claims-part.js';
import { block } from './elements.js';
import { type DrawnForest, renderForest } from './forest-part.js';
import { renderMatrix } from './matrix-part.js';

/** `Here ImageNet is Imagenette (10 classes, 1,440 + 500 images).`: data sets that others stand for; empty without any. */
function standInsText(tables: readonly TrainingTable[]): string {
  const named = tables.flatMap(({ input }) => {
    const paper = papersDatasetName(input.name);
    return paper === datasetName(input) ? [] : [`${paper} is ${datasetLabel(input)}`];
  });
  return named.length > 0 ? `Here ${listed(named)}.` : '';
}

/** What each claim comes to beside the forest plot, and every claim on every data set. */
export function renderAnswer(
  claims: readonly Claim[],
  tables: readonly TrainingTable[],
  forest: DrawnForest | undefined,
): Html {
  const isJudged = claims.some((claim) => claim.tables.length > 0);
  const isUnconverged = claims.some((claim) => claim.tables.some(({ unconverged }) => unconverged));
  const standIns = standInsText(tables);
  const isTrial = tables.some(({ input }) => isSample(input));
  return html`${isTrial && html`<p class="remarks">These runs used embedded samples of the data: a check that everything works, no verdict on the paper.</p>`}
${standIns && html`<p class="stand-ins">${standIns}</p>`}
<div class="answer">
${renderOutcomes(claims)}
${forest && renderForest(forest)}
</div>
${
  isJudged &&
  block(
    'Every claim on every data set',
    'verdicts',
    html`${renderMatrix(claims, tables)}
${isUnconverged && html`<p class="muted">${UNCONVERGED} rests on runs that had not converged: their best epoch is their last, so that more epochs may change the verdict.</p>`}`,
  )
}`;
}
