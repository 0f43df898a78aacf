import type { TrainingTableInput } from '../input/tables.js';
import type { LayerTable } from '../layers/model.js';
import { listed, mechanismLabel } from '../text/format.js';
import type { TrainingTable } from '../training/model.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { conjunction } from '../verdicts/finding.js';
import { findingsOf } from './findings.js';
import { layerVerdicts } from './layers.js';
import type { Claim, TableVerdict } from './model.js';
import { byVerdict, isSample, judgedParts, overall, type Part, qualified } from './sentences.js';
import { EVERYWHERE, STATEMENTS, type Statement } from './statements.js';

/**
 * The paper's claims, judged by the main rows of those training tables that stand for one of its data sets and have
 * runs, and by layer tables.
 *
 * Counts are exact. Everything else is a paired test against Standard over the seeds that both have, at 0.05 after
 * Holm's correction over all tests of the same kind of one claim; fewer than three seeds carry none.
 */
export function claimsOf(tables: readonly TrainingTable[], layerTables: readonly LayerTable[] = []): Claim[] {
  const evidence = tables.filter(({ input }) => input.name in PAPER_DATASETS && input.records.size > 0);
  const judged = STATEMENTS.map((statement) => judge(statement, evidence, layerTables));
  return [...judged, judgeEverywhere(judged, evidence)];
}

function judge(
  { ask, closing, ...statement }: Statement,
  evidence: readonly TrainingTable[],
  layerTables: readonly LayerTable[],
): Claim {
  const findings = findingsOf(evidence, ask);
  const tables = evidence.map(({ input }, position): TableVerdict => {
    const own = findings[position] ?? [];
    const parts = own.map(({ mechanism, measure, verdict }) => ({
      name: mechanismLabel(mechanism),
      measure,
      verdict,
    }));
    const [only] = own;
    const sentence = only && own.length === 1 ? only.sentence : qualified(input, byVerdict(parts));
    const records = unique(own.flatMap((finding) => finding.records));
    return { ...identity(input, parts), sentence, findings: own, records };
  });
  const layers = layerVerdicts(statement.number, layerTables);
  return {
    ...statement,
    verdict: conjunction(judgedParts({ tables, layers }).map(({ verdict }) => verdict)),
    sentence: overall({ tables, layers }, closing?.(tables)),
    tables,
    layers,
  };
}

function judgeEverywhere(judged: readonly Claim[], evidence: readonly TrainingTable[]): Claim {
  const gathered = judged.filter(({ version }) => version === EVERYWHERE.version);
  const tables = evidence.map(({ input }, position): TableVerdict => {
    const verdicts = gathered.flatMap(({ tables }) => tables[position] ?? []);
    const parts = verdicts.map(({ verdict }, claim) => ({
      name: `claim ${gathered[claim]?.number}`,
      verdict,
    }));
    const records = unique(verdicts.flatMap((verdict) => verdict.records));
    const sentence = qualified(input, byVerdict(parts));
    return { ...identity(input, parts), sentence, findings: [], records };
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

function identity(table: TrainingTableInput, parts: readonly Part[]) {
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
