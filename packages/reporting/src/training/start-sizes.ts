import { variantParts } from '@better-attention/records';
import { mean, meanInterval, pairedTTest, standardDeviation } from '@better-attention/statistics';
import { ascending } from '../collections/groups.js';
import { dataOf, distinct } from '../input/provenance.js';
import { headlineOf, type TrainingTableInput } from '../input/tables.js';
import { commonSeeds, ofSeeds } from '../table/summary-seeds.js';
import type { Column, Row, Summary } from '../table/table-model.js';
import { counted } from '../text/format.js';
import { metricId } from './columns.js';
import { summarise } from './summaries.js';
import { testedSeeds } from './tested-seeds.js';
import type { DecidedTable } from './training-table.js';
import { type VariantRow, variantCells, variantRow } from './variant-rows.js';

/** The headline of a mechanism from one start of W^A, set against Standard's on as many training examples, seed by seed. */
export interface StartDifference {
  readonly mechanism: string;
  /** How W^A starts, where not as by default. */
  readonly start: string | undefined;
  /** How many examples both were trained on. */
  readonly trainExamples: number;
  /** Whether these are all of the training part. */
  readonly isWhole: boolean;
  /** Mechanism − Standard by seed, over the seeds that all starts of this size have. Its `files` are the mechanism's. */
  readonly change: Summary;
  /** File names of the runs of both. */
  readonly files: readonly string[];
}

/** Rows of runs on as many training examples. */
interface SizedRows {
  /** None where they are all. */
  readonly trainExamples: number | undefined;
  readonly standard: VariantRow | undefined;
  /** A mechanism from its default start, and from others. */
  readonly started: readonly VariantRow[];
}

/** The rows of runs on a part of the training examples, size by size, without rank; none where nothing was trained. */
export function startSizeRows(table: DecidedTable, columns: readonly Column[]): Row[] {
  return sizesIn(table.input).flatMap((trainExamples) => {
    const { standard, started } = rowsOfSize(table.input, trainExamples);
    return [...(standard ? [standard] : []), ...started].map((row): Row => {
      const { mechanism, heads, variant } = row;
      return {
        id: [mechanism, `h${heads}`, ...variantParts(row)].join('-'),
        kind: 'measured',
        block: 'start',
        heading: `W^A’s start by number of training examples, not ranked: ${counted(trainExamples, 'example')}, ${counted(heads, 'head')}`,
        mechanism,
        heads,
        ...(variant !== undefined && { variant }),
        trainExamples,
        cells: variantCells(table, columns, row),
      };
    });
  });
}

/**
 * Every start of W^A against Standard at every number of training examples, ascending, the whole training part last.
 * Nothing where no part of the examples was trained on, and none of a size whose runs used different data.
 */
export function startDifferences(table: TrainingTableInput): StartDifference[] {
  const sizes = sizesIn(table);
  if (sizes.length === 0) return [];
  return [...sizes, undefined].flatMap((size) => differencesOf(table, rowsOfSize(table, size)));
}

/** The numbers of training examples that a table plans and lacks. */
export function missingSizes(table: TrainingTableInput): number[] {
  const found = sizesIn(table);
  return (table.trainSizes ?? []).filter((size) => !found.includes(size));
}

/** A start against the default on as many training examples, by seed; none of fewer than three seeds. */
export function againstDefault(
  differences: readonly StartDifference[],
  { mechanism, start, trainExamples, change }: StartDifference,
) {
  const usual = differences.find(
    (one) => one.mechanism === mechanism && one.trainExamples === trainExamples && one.start === undefined,
  );
  if (usual === undefined || start === undefined) return undefined;
  return pairedTTest(change.values.map((value, at) => value - (usual.change.values[at] as number)));
}

function sizesIn({ heads, variants = new Map() }: TrainingTableInput): number[] {
  const runs = [...variants.values()].filter((run) => run.heads === heads);
  return ascending(runs.flatMap(({ trainExamples }) => trainExamples ?? []));
}

/** The rows of one number of training examples, of the table's heads, in the order of the mechanisms and the starts. */
function rowsOfSize(table: TrainingTableInput, trainExamples: number | undefined): SizedRows {
  const { heads, mechanisms, starts = [], variants = new Map() } = table;
  const part = trainExamples === undefined ? {} : { trainExamples };
  const row = (mechanism: string, variant?: string) =>
    variantRow(table, { mechanism, heads, ...(variant !== undefined && { variant }), ...part });
  const runs = [...variants.values()].filter((run) => run.heads === heads);
  const known = [...new Set([...starts, ...runs.flatMap(({ variant }) => variant ?? [])])];
  const others = new Set(
    runs.filter(({ variant }) => variant !== undefined).map(({ mechanism }) => mechanism),
  );
  return {
    trainExamples,
    standard: row('standard'),
    started: mechanisms
      .filter((name) => others.has(name))
      .flatMap((name) => [undefined, ...known].flatMap((start) => row(name, start) ?? [])),
  };
}

function differencesOf(
  table: TrainingTableInput,
  { trainExamples, standard, started }: SizedRows,
): StartDifference[] {
  const column = metricId('test', headlineOf(table).metric);
  const measured = (row: VariantRow | undefined) =>
    row && summarise(row.input).find((summary) => summary.column === column);
  const usual = measured(standard);
  const rows = started.flatMap((row) => {
    const summary = measured(row);
    return summary ? [{ row, summary }] : [];
  });
  if (standard === undefined || usual === undefined || rows.length === 0) return [];
  const records = new Map(
    [standard, ...rows.map(({ row }) => row)].flatMap(({ input }) => [...input.records]),
  );
  if (distinct(records, dataOf).length > 1) return [];
  const { seeds } = testedSeeds(table, commonSeeds([usual, ...rows.map(({ summary }) => summary)]));
  if (seeds.length === 0) return [];
  const [first] = records.values();
  const against = ofSeeds(usual, seeds);
  return rows.map(({ row, summary }) => {
    const own = ofSeeds(summary, seeds);
    return {
      mechanism: row.mechanism,
      start: row.variant,
      trainExamples: trainExamples ?? (first?.data.examples.train as number),
      isWhole: trainExamples === undefined,
      change: changeOf(own, against),
      files: [...against.files, ...own.files],
    };
  });
}

/** A summary of differences of two others that have the same seeds in the same order. */
function changeOf(own: Summary, other: Summary): Summary {
  const values = own.values.map((value, at) => value - (other.values[at] as number));
  return {
    ...own,
    values,
    mean: mean(values),
    standardDeviation: standardDeviation(values),
    interval: meanInterval(values),
  };
}
