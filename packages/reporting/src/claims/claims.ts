import { datasetLabel } from '../input/dataset-text.js';
import type { TrainingTableInput } from '../input/tables.js';
import type { LayerTable } from '../layers/layer-table.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { listed, mechanismLabel } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { conjunction, type Finding } from '../verdicts/finding.js';
import type { Claim, TableVerdict } from './claim.js';
import { withConvergence } from './convergence.js';
import { findingsOf } from './findings.js';
import { layerVerdicts } from './layer-verdicts.js';
import { byVerdict, isSample, judgedParts, overall, type Part, qualified } from './sentences.js';
import { EVERYWHERE, STATEMENTS, type Statement } from './statements.js';

/** Tables that claims are judged by besides those of training runs. */
interface OtherTables {
  readonly layers?: readonly LayerTable[];
  readonly speeds?: readonly SpeedTable[];
}

/**
 * The paper's claims, judged by the main rows of those training tables that stand for one of its data sets and have
 * runs or count their models, by layer tables, and by tables of step times.
 *
 * Counts are exact. Everything else is a paired test against Standard over the seeds that both have, at 0.05 after
 * Holm's correction over all tests of the same kind of one claim; fewer than three seeds carry none.
 */
export function claimsOf(tables: readonly TrainingTable[], others: OtherTables = {}): Claim[] {
  const evidence = tables.filter(({ input }) => input.name in PAPER_DATASETS && isJudged(input));
  const judged = STATEMENTS.map((statement) => judge(statement, evidence, others));
  return [...judged, judgeEverywhere(judged, evidence)];
}

/** Whether there are runs, or counts, which need none. */
function isJudged({ records, counted = [] }: TrainingTableInput): boolean {
  return records.size > 0 || counted.length > 0;
}

function judge(
  { ask, closing, ...statement }: Statement,
  evidence: readonly TrainingTable[],
  { layers: layerTables = [], speeds = [] }: OtherTables,
): Claim {
  const findings = findingsOf(evidence, (table) => ask(table, speeds));
  const tables = evidence.map(({ input }, position): TableVerdict => {
    const own = (findings[position] ?? []).map((finding) => withConvergence(input, finding));
    const parts = own.map(({ mechanism, ...rest }) => ({ ...rest, name: mechanismLabel(mechanism) }));
    const verdict = tableVerdict(input, parts);
    const [only] = own;
    return { ...verdict, ...(only && own.length === 1 && { sentence: only.sentence }), findings: own };
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
  const tables = evidence.map(({ input }, position) => {
    const parts = gathered.flatMap(({ number, tables: verdicts }) => {
      const found = verdicts[position];
      if (!found) return [];
      const { verdict, records, unconverged } = found;
      return [{ name: `claim ${number}`, verdict, records, unconverged: Number(unconverged) }];
    });
    return tableVerdict(input, parts);
  });
  const measured = evidence.flatMap(({ input }) => (input.records.size > 0 ? [input.name] : []));
  const missing = Object.entries(PAPER_DATASETS).flatMap(([table, dataset]) =>
    measured.includes(table) ? [] : [dataset],
  );
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

/** What a table says by parts that have a verdict each. */
function tableVerdict(
  input: TrainingTableInput,
  parts: readonly (Part & Pick<Finding, 'records' | 'unconverged'>)[],
): TableVerdict {
  return {
    table: input.name,
    dataset: datasetLabel(input),
    preset: input.preset.name,
    sample: isSample(input),
    verdict: conjunction(parts.map(({ verdict }) => verdict)),
    sentence: qualified(input, byVerdict(parts)),
    unconverged: parts.some(({ unconverged = 0 }) => unconverged > 0),
    findings: [],
    records: [...new Set(parts.flatMap(({ records }) => records))],
  };
}
