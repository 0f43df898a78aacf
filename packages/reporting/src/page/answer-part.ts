import type { Claim } from '../claims/claim.js';
import { type Html, html } from '../text/html.js';
import type { TrainingTable } from '../training/training-table.js';
import { UNCONVERGED } from './badge.js';
import { renderOutcomes } from './claims-part.js';
import { block } from './elements.js';
import { type DrawnForest, renderForest } from './forest-part.js';
import { renderMatrix } from './matrix-part.js';

/** What each claim comes to beside the forest plot, and every claim on every data set. */
export function renderAnswer(
  claims: readonly Claim[],
  tables: readonly TrainingTable[],
  forest: DrawnForest | undefined,
): Html {
  const isJudged = claims.some((claim) => claim.tables.length > 0);
  const isUnconverged = claims.some((claim) => claim.tables.some(({ unconverged }) => unconverged));
  return html`<div class="answer">
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
