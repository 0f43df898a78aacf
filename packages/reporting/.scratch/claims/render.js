/**
 * The verdicts for a terminal, a line a claim, none wider than 100 characters; a last line says so when the runs used
 * embedded samples.
 */
export function renderVerdicts(claims) {
  const lines = claims.map(({ number, version, verdict, label, tables }) =>
    `${number} ${version}  ${verdict.padEnd(12)}  ${label.padEnd(34)}  ${tally(tables)}`.trimEnd(),
  );
  const sample = claims.flatMap(({ tables }) => tables).find((table) => table.sample);
  const warning = `Embedded sample (preset ${sample?.preset}): no verdict on the paper.`;
  return [...lines, ...(sample ? [warning] : [])].join('\n');
}
/** `IMDB`, or on how many data sets the claim is supported and contradicted. */
function tally(tables) {
  const [only] = tables;
  if (!only) return '';
  const having = (verdict) => tables.filter((table) => table.verdict === verdict).length;
  const text =
    tables.length === 1
      ? only.dataset
      : `${having('supported')} supported, ${having('contradicted')} contradicted of ${tables.length}`;
  return only.sample ? `${text} (sample)` : text;
}
