import { type Distinct, dataOf, distinct, engineOf, machineOf, versionsOf } from '../input/provenance.js';
import { leftOut, type TrainingTableInput } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { counted, grouped, listed, mechanismLabel } from '../text/format.js';

/** Which numbers of a table may be set against each other. */
export interface Comparability {
  readonly times: boolean;
  readonly metrics: boolean;
  /** A sentence for every reason why not, and for everything else a reader must know. */
  readonly remarks: readonly string[];
}

/** Looks for what keeps runs from being compared: mixed engines, machines, data and sources, failures, few seeds. */
export function comparabilityOf(table: TrainingTableInput, summaries: readonly Summary[]): Comparability {
  const complete = new Map([...table.records].filter(([, { status }]) => status === 'complete'));
  const conditions = { engines: engineOf, machines: machineOf, versions: versionsOf };
  const timing = Object.entries(conditions).map(([what, describe]) => ({
    what,
    values: distinct(complete, describe),
  }));
  const data = distinct(complete, dataOf);
  const sources = distinct(complete, ({ source }) => source.packages);
  const dirty = [...complete.values()].filter(({ source }) => source.dirty).length;
  const remarks = [
    ...(table.records.size === 0 && !table.unusable?.size
      ? [
          `No runs yet: every number of this table is missing. \`pnpm table ${table.name} --preset ${table.preset.name}\` trains them.`,
        ]
      : []),
    ...timing.flatMap(({ what, values }) => mixed(values, what, 'Their times are not set in relation.')),
    ...mixed(data, 'data', 'Nothing is ranked.'),
    ...mixed(sources, 'versions of the packages', 'Train again to compare like with like.'),
    ...(dirty > 0 ? [`${counted(dirty, 'run')} used sources with uncommitted changes.`] : []),
    ...fewSeeds(table),
    ...differingCounts(summaries),
    ...failures(table),
    ...leftOut(table),
    ...(table.remarks ?? []),
  ];
  const metrics = data.length < 2;
  return { times: metrics && timing.every(({ values }) => values.length < 2), metrics, remarks };
}

function mixed(values: readonly Distinct[], what: string, consequence: string): string[] {
  if (values.length < 2) return [];
  const groups = values.map(({ text, files }) => `${counted(files.length, 'run')}: ${text}`);
  return [`These runs used different ${what} (${groups.join(' | ')}). ${consequence}`];
}

function fewSeeds(table: TrainingTableInput): string[] {
  const seeds = new Map<string, number>();
  for (const { status, mechanism, heads } of table.records.values()) {
    if (status !== 'complete') continue;
    const row = `${mechanismLabel(mechanism)} with ${counted(heads, 'head')}`;
    seeds.set(row, (seeds.get(row) ?? 0) + 1);
  }
  const few = [...seeds].filter(([, count]) => count < 3);
  if (few.length === 0) return [];
  const every = few.length === seeds.size && new Set(few.map(([, count]) => count)).size === 1;
  const rows = every
    ? `Every row rests on ${counted(few[0]?.[1] as number, 'seed')}`
    : `Too few seeds: ${listed(few.map(([row, count]) => `${row} (${counted(count, 'seed')})`))}`;
  return [`${rows}: fewer than three carry no interval and no test.`];
}

function differingCounts(summaries: readonly Summary[]): string[] {
  return summaries.flatMap(({ mechanism, heads, column, values }) => {
    const counts = [...new Set(values)].map(grouped);
    if (!column.endsWith('Parameters') || counts.length === 1) return [];
    const part = column === 'modelParameters' ? 'model' : 'attention';
    const row = `${mechanismLabel(mechanism)} with ${counted(heads, 'head')}`;
    return [
      `${row}: its runs have different counts of ${part} parameters (${listed(counts)}), so they are of different code.`,
    ];
  });
}

function failures(table: TrainingTableInput): string[] {
  return [...table.records].flatMap(([file, record]) =>
    record.status === 'failed' ? [`${file} failed: ${record.error.split('\n', 1)[0]}`] : [],
  );
}
