import { type Claim, VERDICTS } from './model.js';

/**
 * The verdicts for a terminal, a line a claim, none wider than 100 characters; a last line says so when the runs used
 * embedded samples.
 */
export function renderVerdicts(claims: readonly Claim[]): string {
  const lines = claims.map(({ number, version, verdict, label, tables }) =>
    `${number} ${version}  ${verdict.padEnd(12)}  ${label.padEnd(34)}  ${tally(tables)}`.trimEnd(),
  );
  const sample = claims.flatMap(({ tables }) => tables).find((table) => table.sample);
  const warning = `Embedded sample (preset ${sample?.preset}): no verdict on the paper.`;
  return [...lines, ...(sample ? [warning] : [])].join('\n');
}

/** `IMDB`, or how many data sets have which verdict. */
function tally(tables: Claim['tables']): string {
  const [only] = tables;
  if (!only) return '';
  const sample = only.sample ? ' (sample)' : '';
  if (tables.length === 1) return `${only.dataset}${sample}`;
  const counts = VERDICTS.flatMap((verdict) => {
    const count = tables.filter((table) => table.verdict === verdict).length;
    return count > 0 ? [`${count} ${verdict}`] : [];
  });
  return `${counts.join(', ')}${sample}`;
}
