import type { Claim } from '../claims/claim.js';
import { judgedParts, withoutTable } from '../claims/sentences.js';
import { escapeMarkdown } from '../renderers/table-markdown.js';
import { counted } from '../text/format.js';
import { VERDICTS, type Verdict } from '../verdicts/finding.js';
import type { ExcerptOptions } from './excerpt.js';

/**
 * The verdicts for a terminal, a line a claim, none wider than 100 characters; where they have to be narrower,
 * what the verdict rests on goes to a line of its own. A last line says so when the runs used
 * embedded samples, another when runs had not converged.
 */
export function renderVerdicts(
  claims: readonly Claim[],
  { width = Number.POSITIVE_INFINITY }: ExcerptOptions = {},
): string {
  const lines = claims.flatMap((claim) => {
    const { number, version, verdict, label } = claim;
    const said = `${number} ${version}  ${verdict.padEnd(12)}  ${label}`;
    const line = `${said.padEnd(54)}  ${tally(claim)}`.trimEnd();
    return line.length <= width ? [line] : [said, `      ${tally(claim)}`];
  });
  const sample = claims.flatMap(({ tables }) => tables).find((table) => table.sample);
  const warning = `Embedded sample (preset ${sample?.preset}): no verdict on the paper.`;
  return [...lines, ...(sample ? [warning] : []), ...unconverged(claims)].join('\n');
}

/** The claims by their verdict, as a Markdown list: `- **supported**: 2 (v2) fewer multiplications per head`. */
export function renderByVerdict(claims: readonly Claim[]): string {
  const lines = VERDICTS.flatMap((verdict) => {
    const own = claims.filter((claim) => claim.verdict === verdict);
    const names = own.map(({ number, version, label }) => `${number} (${version}) ${escapeMarkdown(label)}`);
    return names.length > 0 ? [`- **${verdict}**: ${names.join('; ')}`] : [];
  });
  return [...lines, ...unconverged(claims).map((line) => `- ${line}`)].join('\n');
}

/** On how many data sets verdicts rest on runs that had not converged. */
function unconverged(claims: readonly Claim[]): string[] {
  const tables = claims.flatMap((claim) => claim.tables.filter((table) => table.unconverged));
  const names = new Set(tables.map(({ table }) => table));
  if (names.size === 0) return [];
  return [
    `Metrics of ${counted(names.size, 'data set')} rest on runs whose best epoch is their last: not converged.`,
  ];
}

/** On how many of the paper's data sets and of kinds of single layers the claim is supported and contradicted. */
function tally(claim: Claim): string {
  const parts = judgedParts(claim);
  if (parts.length === 0) return '';
  const having = (verdict: Verdict) => parts.filter((part) => part.verdict === verdict).length;
  const all = parts.length + withoutTable(claim.tables).length;
  const text = `${having('supported')} supported, ${having('contradicted')} contradicted of ${all}`;
  return claim.tables.some(({ sample }) => sample) ? `${text} (sample)` : text;
}
