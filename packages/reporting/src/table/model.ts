import type { BySeed } from '../statistics/paired.js';

/** Values of the runs of one row in one column. */
export interface Summary {
  mechanism: string;
  heads: number;
  /** The column's id. */
  column: string;
  mean: number;
  /** Sample standard deviation; none of one run. */
  standardDeviation: number | undefined;
  /** Ascending; `values` and `files` follow the same order. */
  seeds: readonly number[];
  values: readonly number[];
  files: readonly string[];
  /** Among the mechanisms of the same heads and the same side, the paper's or the baselines, from 1, by the mean; equal means share it. */
  rank: number;
  /** 95 % bootstrap interval of the mean; none of fewer than three runs. */
  interval: readonly [low: number, high: number] | undefined;
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
  id: string;
  kind: ColumnKind;
  /** Neighbours of one group share a heading; empty where there is none. */
  group: string;
  label: string;
  unit: string;
  /** Decimals of a mean; significant digits where there is no number of them. */
  digits: number | undefined;
  /** What stands in parentheses behind a value. */
  annotation: 'rank' | 'ratio' | 'nothing';
  /** The same in every run of a row: a count, not a measurement. */
  exact: boolean;
}

/** One cell: what is shown, and what it rests on. */
export interface Cell {
  /** Empty where there is nothing to show. */
  text: string;
  /** `± 0.35`; empty where there is none. */
  spread: string;
  /** Shown in parentheses: a rank (`2`), or the ratio to Standard (`0.75×`). */
  annotation: string;
  /** Best, and by a decided difference. */
  decided: boolean;
  /** A remark on this cell alone. */
  title: string;
  /** The number itself, where there is one. */
  value: number | undefined;
  summary: Summary | undefined;
  /** Among the mechanisms of the same heads, where that is shown. */
  rank: number | undefined;
  /** Mean divided by Standard's at the same heads. */
  relative: number | undefined;
  /** File names of the run records that it rests on. */
  runs: readonly string[];
}

/** Where a row stands: among the paper's, in the ablation of heads, or among baselines. */
export type Block = 'main' | 'heads' | 'baseline';

/** One row: a mechanism with a number of heads, or what others published of it. */
export interface Row {
  /** `super-h4`; names anchors. */
  id: string;
  kind: 'measured' | 'context';
  block: Block;
  /** Neighbouring rows of one heading stand together under it. */
  heading: string;
  /** Where a context row can be read. */
  source?: string;
  mechanism: string;
  heads: number;
  /** In the order of the columns. */
  cells: readonly Cell[];
}

/** A table, ready for every renderer. */
export interface TableModel {
  name: string;
  title: string;
  preset: string;
  columns: readonly Column[];
  rows: readonly Row[];
  /** What the marks mean, a sentence each. */
  legend: readonly string[];
  /** What a reader must know about these runs: failures, single seeds, mixed engines. */
  remarks: readonly string[];
}

/** A cell with nothing but text. */
export function textCell(text: string, rest: Partial<Cell> = {}): Cell {
  return {
    text,
    spread: '',
    annotation: '',
    decided: false,
    title: '',
    value: undefined,
    summary: undefined,
    rank: undefined,
    relative: undefined,
    runs: [],
    ...rest,
  };
}
