import type { BySeed } from '@better-attention/statistics';

/** Values of the records of one row in one column. */
export interface Summary {
  readonly mechanism: string;
  readonly heads: number;
  /** The column's id. */
  readonly column: string;
  readonly mean: number;
  /** Sample standard deviation; none of one value. */
  readonly standardDeviation: number | undefined;
  /** Seeds of runs or repetitions of layers, ascending; `values` follow the same order. */
  readonly seeds: readonly number[];
  readonly values: readonly number[];
  /** File names of the records. */
  readonly files: readonly string[];
  /** 95 % interval of the mean, Student's t; none of fewer than three runs, and none of layers. */
  readonly interval: readonly [low: number, high: number] | undefined;
}

/** A summary's values by seed. */
export function bySeed({ seeds, values }: Summary): BySeed {
  return new Map(seeds.map((seed, position) => [seed, values[position] as number]));
}

/** What a column shows. */
export type ColumnKind = 'label' | 'measure' | 'paper' | 'count';

/** A column of the table. */
export interface Column {
  /** `test.accuracy`, `trainSeconds`, … */
  readonly id: string;
  readonly kind: ColumnKind;
  /** Neighbours of one group share a heading; empty where there is none. */
  readonly group: string;
  readonly label: string;
  readonly unit: string;
  /** Decimals of a mean; significant digits where there is no number of them. */
  readonly digits: number | undefined;
  /** Whether the standard deviation stands behind a mean. */
  readonly spread: boolean;
  /** What stands in parentheses behind a value. */
  readonly annotation: 'ratio' | 'verdict' | 'nothing';
  /** The same in every record of a row: a count, not a measurement. */
  readonly exact: boolean;
}

/** What most columns that aren't measured have in common. */
export const PLAIN_COLUMN = {
  group: '',
  unit: '',
  digits: undefined,
  spread: false,
  annotation: 'nothing',
  exact: true,
} as const;

/** The column that names a row's mechanism; the first of every table. */
export const MECHANISM_COLUMN: Column = {
  ...PLAIN_COLUMN,
  id: 'mechanism',
  kind: 'label',
  label: 'Mechanism',
};

/** One cell: what is shown, and what it rests on. */
export interface Cell {
  /** Empty where there is nothing to show. */
  readonly text: string;
  /** `± 0.35`; empty where there is none. */
  readonly spread: string;
  /** Shown behind it: the ratio to Standard (`0.75×`), or what is shown of the difference (`ahead`). */
  readonly annotation: string;
  /** What an open difference takes: `8 more seeds`. */
  readonly missing?: string | undefined;
  /** Best, and by a decided difference. */
  readonly decided: boolean;
  /** A remark on this cell alone. */
  readonly title: string;
  /** The number itself, where there is one. */
  readonly value: number | undefined;
  readonly summary: Summary | undefined;
  /** Mean divided by Standard's of the same heads or size. */
  readonly relative: number | undefined;
  /** File names of the records that it rests on. */
  readonly runs: readonly string[];
}

/** Where a row stands: among the paper's, in the ablation of heads, among baselines, or among starts of W^A. */
export type Block = 'main' | 'heads' | 'baseline' | 'start';

/** One row: a mechanism with a number of heads, or what others published of it. */
export interface Row {
  /** `super-h4`; names anchors. */
  readonly id: string;
  readonly kind: 'measured' | 'context';
  readonly block: Block;
  /** Neighbouring rows of one heading stand together under it. */
  readonly heading: string;
  /** Where a context row can be read. */
  readonly source?: string;
  readonly mechanism: string;
  readonly heads: number;
  /** How W^A starts, where not as by default. */
  readonly variant?: string;
  /** On how many training examples, where not on all. */
  readonly trainExamples?: number;
  /** In the order of the columns. */
  readonly cells: readonly Cell[];
}

/** A table, ready for every renderer. */
export interface TableModel {
  readonly name: string;
  readonly title: string;
  readonly preset: string;
  /** What the data are, how many, and what guessing scores; empty where there are none. */
  readonly data: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What the marks mean, a sentence each. */
  readonly legend: readonly string[];
  /** What a reader must know about these records: failures, single seeds, mixed engines. */
  readonly remarks: readonly string[];
}
