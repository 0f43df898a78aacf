import { listed } from '../format.js';
import { mechanismLabel, type ReportTable } from '../report-table.js';
import { buildSweep } from '../sweep/render.js';
import type { ReportSweep } from '../sweep/report-sweep.js';
import { buildTable } from '../table/build.js';
import type { Evidence } from './evidence.js';
import { findingsOf } from './findings.js';
import { type LayerEvidence, layerVerdicts } from './layers.js';
import { type Claim, conjunction, PAPER_DATASETS, type TableVerdict } from './model.js';
import { byVerdict, isSample, judgedParts, overall, type Part, qualified } from './sentences.js';
import { EVERYWHERE, STATEMENTS, type Statement } from './statements.js';

/**
 * The paper's claims, judged by the main rows of those tables that stand for one of its data sets and have runs, and by
 * sweeps over single layers.
 *
 * Counts are exact. Everything else is a paired test against Standard over the seeds that both have, at 0.05 after
 * Holm's correction over all tests of the same kind of one claim; fewer than three seeds carry none.
 */
export function claims(tables: readonly ReportTable[], sweeps: readonly ReportSweep[] = []): Claim[] {
  return claimsOf(
    tables.map((table) => ({ table, built: buildTable(table) })),
    sweeps.map((sweep) => ({ sweep, findings: buildSweep(sweep, '').findings })),
  );
}

/** {@link claims} of tables and sweeps that are built already. */
export function claimsOf(tables: readonly Evidence[], sweeps: readonly LayerEvidence[]): Claim[] {
  const evidence = tables.filter(({ table }) => table.name in PAPER_DATASETS && table.records.size > 0);
  const judged = STATEMENTS.map((statement) => judge(statement, evidence, sweeps));
  return [...judged, judgeEverywhere(judged, evidence)];
}

function judge(
  { ask, closing, ...statement }: Statement,
  evidence: readonly Evidence[],
  sweeps: readonly LayerEvidence[],
): Claim {
  const findings = findingsOf(evidence, ask);
  const tables = evidence.map(({ table }, position): TableVerdict => {
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
  const layers = layerVerdicts(statement.number, sweeps);
  return {
    ...statement,
    verdict: conjunction(judgedParts({ tables, layers }).map(({ verdict }) => verdict)),
    sentence: overall({ tables, layers }, closing?.(tables)),
    tables,
    layers,
  };
}

function judgeEverywhere(judged: readonly Claim[], evidence: readonly Evidence[]): Claim {
  const gathered = judged.filter(({ version }) => version === EVERYWHERE.version);
  const tables = evidence.map(({ table }, position): TableVerdict => {
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
    verdict: conjunction([
      ...tables.map(({ verdict }) => verdict),
      ...missing.map(() => 'not measured' as const),
    ]),
    sentence: overall({ tables, layers: [] }, missing.length > 0 ? `No runs: ${listed(missing)}.` : ''),
    tables,
    layers: [],
  };
}

function identity(table: ReportTable, parts: readonly Part[]) {
  return {
    table: table.name,
    dataset: PAPER_DATASETS[table.name] as string,
    preset: table.preset.name,
    sample: isSample(table),
    verdict: conjunction(parts.map(({ verdict }) => verdict)),
  };
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
