import type { RunRecord } from '@better-attention/records';
import { pairedDifferences, pairedTTest } from '@better-attention/statistics';
import { differenceUnit } from '../input/metrics.js';
import { dataOf, distinct } from '../input/provenance.js';
import { headlineOf, runsOfRow, type TrainingTableInput } from '../input/tables.js';
import { bySeed, type Column, type Row, type Summary } from '../table/table-model.js';
import { counted, listed, mechanismLabel, pValue, signed, variantLabel } from '../text/format.js';
import { metricId } from './columns.js';
import { summarise } from './summaries.js';
import type { DecidedTable } from './training-table.js';
import { type VariantRow, variantCells, variantRow } from './variant-rows.js';

/** A mechanism whose W^A starts otherwise than by default. */
interface StartedRow extends VariantRow {
  readonly variant: string;
}

/** The rows of the mechanisms whose W^A starts otherwise; none where nothing was trained. */
export function startRows(table: DecidedTable, columns: readonly Column[]): Row[] {
  return startedRows(table.input).map((row): Row => {
    const { mechanism, heads, variant } = row;
    return {
      id: `${mechanism}-h${heads}-${variant}`,
      kind: 'measured',
      block: 'start',
      heading: `Other starts of W^A: ${counted(heads, 'head')}`,
      mechanism,
      heads,
      variant,
      cells: variantCells(table, columns, row),
    };
  });
}

/** What other starts of W^A change, a sentence each, and which were not measured; nothing where none is planned. */
export function startSentences(table: TrainingTableInput, summaries: readonly Summary[]): string[] {
  const { starts = [] } = table;
  const rows = startedRows(table);
  const missing = starts.filter((start) => rows.every(({ variant }) => variant !== start));
  return [
    ...(rows.length > 0
      ? [
          `Rows of other starts of W^A (${listed([...new Set(rows.map(({ variant }) => variant))])}; Glorot is the default) take no part in bold or claims.`,
        ]
      : []),
    ...startContrasts(table, summaries),
    ...(missing.length > 0 ? [`Other starts of W^A, ${listed(missing)}: not measured.`] : []),
  ];
}

/** What every other start of W^A that was trained changes on all examples, a sentence each. */
export function startContrasts(table: TrainingTableInput, summaries: readonly Summary[]): string[] {
  return startedRows(table).map((row) => differenceOf(row, table, summaries));
}

/** A row against that of the default start, paired by seed. */
function differenceOf(row: StartedRow, table: TrainingTableInput, summaries: readonly Summary[]): string {
  const headline = headlineOf(table);
  const column = metricId('test', headline.metric);
  const same = (one: Summary) =>
    one.column === column && one.mechanism === row.mechanism && one.heads === row.heads;
  const started = summarise(row.input).find(same);
  const usual = summaries.find(same);
  const what = `Test ${headline.label} of ${variantLabel(row)} − ${mechanismLabel(row.mechanism)} from Glorot`;
  if (started === undefined || usual === undefined) return `${what}: not measured.`;
  const data = new Map([...row.input.records, ...runsOfRow(table, { ...row, variant: undefined })]);
  if (distinct(data, dataOf).length > 1) return `${what}: the runs used different data.`;
  const test = pairedTTest(pairedDifferences(bySeed(started), bySeed(usual)));
  if (test === undefined) return `${what}: not tested, as they share fewer than three seeds.`;
  const [difference, low, high] = [test.mean, ...test.interval].map((value) =>
    signed(value, headline.digits),
  );
  const seeds = started.seeds.filter((seed) => usual.seeds.includes(seed));
  return `${what}: ${difference} ${differenceUnit(headline)}, 95 % interval ${low} to ${high} over ${counted(seeds.length, 'seed')} of both (two-sided paired t test, ${pValue(test.p)}, not corrected).`;
}

/** The mechanisms and starts that have runs of the table's heads, in the order of the starts. */
function startedRows(table: TrainingTableInput): StartedRow[] {
  const { heads, variants = new Map<string, RunRecord>() } = table;
  const runs = [...variants.values()].filter((run) => run.heads === heads && run.trainExamples === undefined);
  const known = [...(table.starts ?? []), ...runs.flatMap(({ variant }) => variant ?? [])];
  return [...new Set(known)].flatMap((variant) => {
    const started = runs.filter((run) => run.variant === variant);
    return [...new Set(started.map(({ mechanism }) => mechanism))].map((mechanism) => {
      return { ...(variantRow(table, { mechanism, heads, variant }) as VariantRow), variant };
    });
  });
}
