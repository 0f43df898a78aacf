import { listed } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { buildTable } from '../table/build.js';
import { findingsOf } from './findings.js';
import { conjunction, PAPER_DATASETS } from './model.js';
import { byVerdict, isSample, overall, qualified } from './sentences.js';
import { EVERYWHERE, STATEMENTS } from './statements.js';
/**
 * The paper's claims, judged by the main rows of those tables that stand for one of its data sets and have runs.
 *
 * Counts are exact. Everything else is a paired test against Standard over the seeds that both have, at 0.05 after
 * Holm's correction over all tests of the same kind of one claim; fewer than three seeds carry none.
 */
export function claims(tables) {
  return claimsOf(tables.map((table) => ({ table, built: buildTable(table) })));
}
/** {@link claims} of tables that are built already. */
export function claimsOf(tables) {
  const evidence = tables.filter(({ table }) => table.name in PAPER_DATASETS && table.records.size > 0);
  const judged = STATEMENTS.map((statement) => judge(statement, evidence));
  return [...judged, judgeEverywhere(judged, evidence)];
}
function judge({ ask, closing, ...statement }, evidence) {
  const findings = findingsOf(evidence, ask);
  const tables = evidence.map(({ table }, position) => {
    const own = findings[position] ?? [];
    const parts = own.map(({ mechanism, measure, verdict }) => ({
      name: mechanismLabel(mechanism),
      measure,
      verdict,
    }));
    const [only] = own;
    const sentence = only && own.length === 1 ? only.sentence : qualified(table, byVerdict(parts));
    const records = unique(own.flatMap((finding) => finding.records));
    return { ...identity(table, parts), sentence, findings: own, records };
  });
  return {
    ...statement,
    verdict: conjunction(tables.map(({ verdict }) => verdict)),
    sentence: overall(tables, closing?.(tables)),
    tables,
  };
}
function judgeEverywhere(judged, evidence) {
  const gathered = judged.filter(({ version }) => version === EVERYWHERE.version);
  const tables = evidence.map(({ table }, position) => {
    const verdicts = gathered.flatMap(({ tables }) => tables[position] ?? []);
    const parts = verdicts.map(({ verdict }, claim) => ({
      name: `claim ${gathered[claim]?.number}`,
      verdict,
    }));
    const records = unique(verdicts.flatMap((verdict) => verdict.records));
    const sentence = qualified(table, byVerdict(parts));
    return { ...identity(table, parts), sentence, findings: [], records };
  });
  const measured = tables.map(({ dataset }) => dataset);
  const missing = Object.values(PAPER_DATASETS).filter((dataset) => !measured.includes(dataset));
  return {
    ...EVERYWHERE,
    verdict: conjunction([...tables.map(({ verdict }) => verdict), ...missing.map(() => 'not measured')]),
    sentence: overall(tables, missing.length > 0 ? `No runs: ${listed(missing)}.` : ''),
    tables,
  };
}
function identity(table, parts) {
  return {
    table: table.name,
    dataset: PAPER_DATASETS[table.name],
    preset: table.preset.name,
    sample: isSample(table),
    verdict: conjunction(parts.map(({ verdict }) => verdict)),
  };
}
function unique(values) {
  return [...new Set(values)];
}
