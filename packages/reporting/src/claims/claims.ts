import { listed } from '../format.js';
import { mechanismLabel, type ReportTable } from '../report-table.js';
import { holm } from '../statistics/holm.js';
import { buildTable } from '../table/build.js';
import type { Evidence, Question } from './evidence.js';
import {
  type Claim,
  conjunction,
  type Finding,
  PAPER_DATASETS,
  type TableVerdict,
  VERDICTS,
  type Verdict,
} from './model.js';
import { EVERYWHERE, STATEMENTS, type Statement } from './statements.js';

/** Something that has a verdict, by the name that a sentence gives it. */
interface Part {
  name: string;
  verdict: Verdict;
}

/**
 * The paper's claims, judged by the main rows of those tables that stand for one of its data sets and have runs.
 *
 * Counts are exact. Everything else is a paired test against Standard over the seeds that both have, at 0.05 after
 * Holm's correction over all tests of the same kind of one claim; fewer than three seeds carry none.
 */
export function claims(tables: readonly ReportTable[]): Claim[] {
  return claimsOf(tables.map((table) => ({ table, built: buildTable(table) })));
}

/** {@link claims} of tables that are built already. */
export function claimsOf(tables: readonly Evidence[]): Claim[] {
  const evidence = tables.filter(({ table }) => table.name in PAPER_DATASETS && table.records.size > 0);
  const judged = STATEMENTS.map((statement) => judge(statement, evidence));
  return [...judged, judgeEverywhere(judged, evidence)];
}

function judge({ ask, closing, ...statement }: Statement, evidence: readonly Evidence[]): Claim {
  const asked = evidence.flatMap((one) => ask(one).map((question) => ({ table: one.table, question })));
  const corrected = correctedValues(asked.map(({ question }) => question.pValues));
  const found = asked.map(({ table, question }, position) => ({
    table,
    finding: findingOf(table, question, corrected[position] ?? {}),
  }));
  const tables = evidence.map(({ table }) => {
    const findings = found.filter((one) => one.table === table).map(({ finding }) => finding);
    const [only] = findings;
    return {
      ...common(table, findings, only && findings.length === 1 ? only.sentence : undefined),
      findings,
      records: unique(findings.flatMap(({ records }) => records)),
    };
  });
  return {
    ...statement,
    verdict: conjunction(tables.map(({ verdict }) => verdict)),
    sentence: overall(tables, closing?.(tables)),
    tables,
  };
}

function judgeEverywhere(judged: readonly Claim[], evidence: readonly Evidence[]): Claim {
  const same = judged.filter(({ version }) => version === EVERYWHERE.version);
  const tables = evidence.map(({ table }): TableVerdict => {
    const verdicts = same.flatMap(({ number, tables }) =>
      tables.filter((one) => one.table === table.name).map((one) => ({ ...one, name: `claim ${number}` })),
    );
    const records = unique(verdicts.flatMap((one) => one.records));
    return { ...common(table, verdicts), findings: [], records };
  });
  const missing = missingFrom(tables).map(() => 'not measured' as const);
  return {
    ...EVERYWHERE,
    verdict: conjunction([...tables.map(({ verdict }) => verdict), ...missing]),
    sentence: overall(tables),
    tables,
  };
}

/** Holm's correction of every kind of test over those that have it. */
function correctedValues(tests: readonly Question['pValues'][]): Record<string, number>[] {
  const corrected = tests.map((): Record<string, number> => ({}));
  for (const kind of unique(tests.flatMap((values) => Object.keys(values)))) {
    const having = corrected.filter((_, position) => kind in (tests[position] ?? {}));
    const values = holm(tests.flatMap((test) => test[kind] ?? []));
    having.forEach((target, position) => {
      target[kind] = values[position] as number;
    });
  }
  return corrected;
}

function findingOf(
  table: ReportTable,
  { answer, pValues, numbers, ...question }: Question,
  corrected: Record<string, number>,
): Finding {
  const { verdict, sentence } = answer(corrected);
  const tests = Object.entries(pValues).map(([name, p]) => [
    [name, p],
    [`${name}Corrected`, corrected[name]],
  ]);
  return {
    ...question,
    verdict,
    sentence: qualified(table, sentence),
    numbers: { ...numbers, ...Object.fromEntries(tests.flat()) },
  };
}

function common(table: ReportTable, parts: readonly (Part | Finding)[], sentence?: string) {
  return {
    table: table.name,
    dataset: PAPER_DATASETS[table.name] as string,
    preset: table.preset.name,
    sample: isSample(table),
    verdict: conjunction(parts.map(({ verdict }) => verdict)),
    sentence: sentence ?? qualified(table, byVerdict(named(parts))),
  };
}

/** Findings by their mechanism, and by what was measured where that differs. */
function named(parts: readonly (Part | Finding)[]): Part[] {
  const measures = new Set(parts.map((part) => ('measure' in part ? part.measure : '')));
  return parts.map((part) => {
    if (!('measure' in part)) return part;
    const mechanism = mechanismLabel(part.mechanism);
    return { verdict: part.verdict, name: measures.size > 1 ? `${part.measure} of ${mechanism}` : mechanism };
  });
}

/** `Supported: Optimised and Efficient; contradicted: Super.` */
function byVerdict(parts: readonly Part[]): string {
  const groups = VERDICTS.flatMap((verdict) => {
    const names = parts.filter((part) => part.verdict === verdict).map(({ name }) => name);
    return names.length > 0 ? [`${verdict}: ${listed(names)}`] : [];
  });
  const text = `${groups.join('; ')}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function overall(tables: readonly TableVerdict[], closing = ''): string {
  const missing = missingFrom(tables);
  const sentences = [
    tables.length > 0 ? byVerdict(tables.map(({ dataset, verdict }) => ({ name: dataset, verdict }))) : '',
    closing,
    missing.length > 0 ? `No runs: ${listed(missing)}.` : '',
  ];
  const sentence = sentences.filter(Boolean).join(' ');
  const sample = tables.find((table) => table.sample);
  return sample ? sampled(sample.preset, sentence) : sentence;
}

function missingFrom(tables: readonly TableVerdict[]): string[] {
  const measured = new Set(tables.map(({ dataset }) => dataset));
  return Object.values(PAPER_DATASETS).filter((dataset) => !measured.has(dataset));
}

function qualified(table: ReportTable, sentence: string): string {
  return isSample(table) ? sampled(table.preset.name, sentence) : sentence;
}

function sampled(preset: string, sentence: string): string {
  return `Embedded sample (preset ${preset}), no verdict on the paper: ${sentence}`;
}

function isSample({ records }: ReportTable): boolean {
  return [...records.values()].some(({ data }) => data.source === 'embedded sample');
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
