import type { TopLevelSpec } from 'vega-lite';
import { type MetricColumn, type ReportTable } from '../report-table.js';
import type { BuiltTable } from '../table/build.js';
import type { Summary } from '../table/model.js';
/** A figure before it is drawn. */
export interface Figure {
  /** Ends the file name: `accuracy`. */
  name: string;
  caption: string;
  /** What the figure shows, for readers who don't see it. */
  alternative: string;
  spec: TopLevelSpec;
}
/** What a figure is made from. */
export interface FigureInput {
  table: ReportTable;
  built: BuiltTable;
  /** The records' folder as the figure's reader finds it, relative to the report. */
  recordsPath: string;
}
/** Where a specification's form is described. */
export declare const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
/** The mechanisms of the table's main rows and its baselines, in their order. */
export declare function mechanismsOf({ model }: BuiltTable): string[];
/** The summaries of a column that belong to rows of a number of heads, in the order of the mechanisms. */
export declare function summariesOf({ built }: FigureInput, column: string, heads: number): Summary[];
/** Scales that give a mechanism the same colour, line pattern and shape in every figure. */
export declare function mechanismScales(mechanisms: readonly string[]): {
  colour: {
    domain: string[];
    range: string[];
  };
  dash: {
    domain: string[];
    range: number[][];
  };
  shape: {
    domain: string[];
    range: string[];
  };
};
/** What a saved specification says about where its numbers come from. */
export declare function usermeta(
  { table, recordsPath }: FigureInput,
  files: readonly string[],
): {
  experiment: string;
  preset: string;
  recordsFolder: string;
  records: string[];
};
/** `Preset cpu · data: IMDB reviews · 4 heads`. */
export declare function subtitleOf(table: ReportTable, heads?: number): string;
/** Keeps the rows of one kind: a figure's rows share one list of data. */
export declare function only(kind: string): {
  filter: {
    field: string;
    equal: string;
  };
}[];
/** What a point of a seed shows when it is pointed at; a click opens its record. */
export declare function seedTooltip(metric: MetricColumn): (
  | {
      field: string;
      type: 'nominal';
      title?: never;
      format?: never;
    }
  | {
      field: string;
      type: 'quantitative';
      title: string;
      format: string;
    }
)[];
/** What a mean shows when it is pointed at. */
export declare function meanTooltip(metric: MetricColumn): (
  | {
      field: string;
      type: 'nominal';
      title?: never;
      format?: never;
    }
  | {
      field: string;
      type: 'quantitative';
      title: string;
      format: string;
    }
)[];
