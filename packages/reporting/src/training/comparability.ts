import { type Distinct, dataOf, distinct, engineOf, machineOf, versionsOf } from '../input/provenance.js';
import { completeRuns, leftOut, type TrainingTableInput } from '../input/tables.js';
import type { Column, Summary } from '../table/table-model.js';
import { counted, grouped, listed } from '../text/format.js';
import { scoringRemarks, scoringsOf } from './bleu-scoring.js';
import { rowName } from './columns.js';
import { convergenceOf, convergenceText } from './convergence.js';
import { slowRemarks, slowRuns } from './slow-epochs.js';

/** Which numbers of a table may be set against each other. */
export interface Comparability {
  readonly times: boolean;
  readonly metrics: boolean;
  /** Runs whose times a disturbed machine made, by file name, with their slow epochs. */
  readonly slow: ReadonlyMap<string, readonly number[]>;
  /** A sentence for every reason why not, and for everything else a reader must know. */
  readonly remarks: readonly string[];
}

/** How much is shown of a hash: enough to tell two apart. */
const SHOWN_DIGITS = 12;

/** Looks for what keeps runs from being compared: mixed engines, machines, data, scorings of BLEU and sources, failures, few seeds. */
export function comparabilityOf(table: TrainingTableInput, summaries: readonly Summary[]): Comparability {
  const complete = completeRuns(table);
  const conditions = { engines: engineOf, machines: machineOf, versions: versionsOf };
  const timing = Object.entries(conditions).flatMap(([what, describe]) =>
    mixed(distinct(complete, describe), what, 'Their times are not set in relation.'),
  );
  const data = mixed(distinct(complete, dataOf), 'data', 'Nothing is compared.');
  const scorings = mixed(scoringsOf(table), 'scorings of BLEU', 'Nothing is compared.');
  const slow = slowRuns(table);
  const sources = distinct(complete, ({ source }) => source.packages.slice(0, SHOWN_DIGITS));
  const dirty = [...complete.values()].filter(({ source }) => source.dirty).length;
  const remarks = [
    ...timing,
    ...data,
    ...scorings,
    ...scoringRemarks(table),
    ...mixed(sources, 'versions of the packages', 'Train again to compare like with like.'),
    ...(dirty > 0 ? [`${counted(dirty, 'run')} used sources with uncommitted changes.`] : []),
    ...fewSeeds(distinct(complete, rowName)),
    ...slowRemarks(slow),
    ...differingCounts(summaries),
    ...unconverged(table),
    ...failures(table),
    ...leftOut(table),
    ...(table.remarks ?? []),
  ];
  const metrics = data.length === 0 && scorings.length === 0;
  return { times: metrics && timing.length === 0, metrics, slow, remarks };
}

/** Whether a summary may be set against others of its column: counts of the same code, times and metrics of like runs. */
export function mayCompare(
  { times, metrics, slow }: Comparability,
  { group, exact }: Column,
  summary: Summary,
): boolean {
  if (exact) return !isMixed(summary);
  return group === 'Time' ? times && !summary.files.some((file) => slow.has(file)) : metrics;
}

/** Whether runs of a row have different counts. */
export function isMixed({ values }: Summary): boolean {
  return new Set(values).size > 1;
}

function mixed(values: readonly Distinct[], what: string, consequence: string): string[] {
  if (values.length < 2) return [];
  const groups = values.map(({ text, files }) => `${counted(files.length, 'run')}: ${text}`);
  return [`These runs used different ${what} (${groups.join(' | ')}). ${consequence}`];
}

function fewSeeds(rows: readonly Distinct[]): string[] {
  const few = rows
    .filter(({ files }) => files.length < 3)
    .map(({ text, files }) => ({ row: text, seeds: counted(files.length, 'seed') }));
  if (few.length === 0) return [];
  const counts = [...new Set(few.map(({ seeds }) => seeds))];
  const said =
    few.length === rows.length && counts.length === 1
      ? `Every row rests on ${counts[0]}`
      : `Too few seeds: ${listed(few.map(({ row, seeds }) => `${row} (${seeds})`))}`;
  return [`${said}: fewer than three carry no interval and no test.`];
}

function differingCounts(summaries: readonly Summary[]): string[] {
  return summaries.flatMap((summary) => {
    const part = /^(attention|model)Parameters$/.exec(summary.column)?.[1];
    if (part === undefined || !isMixed(summary)) return [];
    const counts = [...new Set(summary.values)].map(grouped);
    return [
      `${rowName(summary)}: its runs have different counts of ${part} parameters (${listed(counts)}), so they are of different code.`,
    ];
  });
}

function unconverged(table: TrainingTableInput): string[] {
  const text = convergenceText(convergenceOf(table));
  return text ? [`${text} More epochs may change their numbers, and what is said of them.`] : [];
}

function failures(table: TrainingTableInput): string[] {
  return [...table.records].flatMap(([file, record]) =>
    record.status === 'failed' ? [`${file} failed: ${record.error.split('\n', 1)[0]}`] : [],
  );
}
