import type { Claim } from '../claims/claim.js';
import { judgedParts } from '../claims/sentences.js';
import type { Verdict } from '../verdicts/finding.js';

/**
 * The verdicts for a terminal, a line a claim, none wider than 100 characters; a last line says so when the runs used
 * embedded samples.
 */
export function renderVerdicts(claims: readonly Claim[]): string {
  const lines = claims.map((claim) => {
    const { number, version, verdict, label } = claim;
    return `${number} ${version}  ${verdict.padEnd(12)}  ${label.padEnd(34)}  ${tally(claim)}`.trimEnd();
  });
  const sample = claims.flatMap(({ tables }) => tables).find((table) => table.sample);
  const warning = `Embedded sample (preset ${sample?.preset}): no verdict on the paper.`;
  return [...lines, ...(sample ? [warning] : [])].join('\n');
}

/** `IMDB`, or on how many data sets and kinds of single layers the claim is supported and contradicted. */
function tally(claim: Claim): string {
  const parts = judgedParts(claim);
  const [first] = parts;
  if (!first) return '';
  const having = (verdict: Verdict) => parts.filter((part) => part.verdict === verdict).length;
  const text =
    parts.length === 1
      ? first.name
      : `${having('supported')} supported, ${having('contradicted')} contradicted of ${parts.length}`;
  return claim.tables.some(({ sample }) => sample) ? `${text} (sample)` : text;
}
