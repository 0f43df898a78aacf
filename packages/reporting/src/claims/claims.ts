import { datasetName } from '../input/dataset-text.js';
import type { TrainingTableInput } from '../input/tables.js';
import type { LayerTable } from '../layers/layer-table.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { mechanismLabel } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { conjunction, type Finding, type Verdict } from '../verdicts/finding.js';
import type { Claim, TableVerdict } from './claim.js';
import { withConvergence } from './convergence.js';
import { layerVerdicts } from './layer-verdicts.js';
import {
  byVerdict,
  isSample,
  judgedParts,
  overall,
  type Part,
  qualified,
  withoutTable,
} from './sentences.js';
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
 * Counts are exact. Everything else is a paired test against Standard over the seeds that both have; fewer than three
 * carry none. In the claim's direction each test is made at 0.05, since all of them must succeed; against it at 0.05
 * after a correction over the claim's whole family, since one suffices. No verdict on a data set depends on another
 * table, and a claim on all data sets is open while one has no runs.
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
  { ask, outcome, closing, also, ...statement }: Statement,
  evidence: readonly TrainingTable[],
  { layers: layerTables = [], speeds = [] }: OtherTables,
): Claim {
  const tables = evidence.map((table): TableVerdict => {
    const { input } = table;
    const own = ask(table, speeds).map((finding) =>
      withConvergence(input, { ...finding, sentence: qualified(input, finding.sentence) }),
    );
    const parts = own.map(({ mechanism, ...rest }) => ({ ...rest, name: mechanismLabel(mechanism) }));
    const verdict = tableVerdict(input, parts);
    const [only] = own;
    return { ...verdict, ...(only && own.length === 1 && { sentence: only.sentence }), findings: own };
  });
  const layers = layerVerdicts(statement.number, layerTables);
  const parts = [...judgedParts({ tables, layers }), ...(also?.(tables) ?? [])];
  return {
    ...statement,
    verdict: overAll(parts, tables),
    outcome: outcome(tables),
    sentence: overall({ tables }, parts, closing?.(tables)),
    tables,
    layers,
  };
}

function judgeEverywhere(judged: readonly Claim[], evidence: readonly TrainingTable[]): Claim {
  const gathered = judged.filter(({ version }) => version === EVERYWHERE.version);
  const told = evidence.map(({ input }, position) => {
    const parts = gathered.flatMap(({ number, tables: verdicts }) => {
      const found = verdicts[position];
      if (!found) return [];
      const { verdict, records, unconverged } = found;
      return [{ number, name: `claim ${number}`, verdict, records, unconverged: Number(unconverged) }];
    });
    const against = parts
      .filter(({ verdict }) => verdict === 'contradicted')
      .map(({ number }) => `${number}`);
    return { table: tableVerdict(input, parts), against };
  });
  const tables = told.map(({ table }) => table);
  const parts = judgedParts({ tables, layers: [] });
  const { outcome, ...statement } = EVERYWHERE;
  return {
    ...statement,
    verdict: overAll(parts, tables),
    outcome: outcome(told.map(({ table, against }) => ({ ...table, against }))),
    sentence: overall({ tables }, parts),
    tables,
    layers: [],
  };
}

/** The verdict on a claim about all of the paper's data sets, whichever of them have runs. */
function overAll(parts: readonly Part[], tables: readonly TableVerdict[]): Verdict {
  return conjunction([
    ...parts.map(({ verdict }) => verdict),
    ...withoutTable(tables).map(() => 'not measured' as const),
  ]);
}

/** What a table says by parts that have a verdict each. */
function tableVerdict(
  input: TrainingTableInput,
  parts: readonly (Part & Pick<Finding, 'records' | 'unconverged'>)[],
): TableVerdict {
  return {
    table: input.name,
    dataset: datasetName(input),
    preset: input.preset.name,
    sample: isSample(input),
    verdict: conjunction(parts.map(({ verdict }) => verdict)),
    sentence: qualified(input, byVerdict(parts)),
    unconverged: parts.some(({ unconverged = 0 }) => unconverged > 0),
    findings: [],
    records: [...new Set(parts.flatMap(({ records }) => records))],
  };
}
