import type { TopLevelSpec } from 'vega-lite';
import { mechanismLabel, type ReportTable } from '../report-table.js';
import type { BuiltTable } from '../table/build.js';
import { colourOf, dashOf } from './theme.js';

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

/** The mechanisms of the table's rows, in their order. */
export function mechanismsOf({ model }: BuiltTable): string[] {
  return [...new Set(model.rows.map(({ mechanism }) => mechanism))];
}

/** The numbers of heads of the table's rows, ascending. */
export function headsOf({ model }: BuiltTable): number[] {
  return [...new Set(model.rows.map(({ heads }) => heads))];
}

/** Scales that give a mechanism the same colour and line pattern in every figure. */
export function mechanismScales(mechanisms: readonly string[]) {
  const domain = mechanisms.map(mechanismLabel);
  return {
    colour: { domain, range: mechanisms.map(colourOf) },
    dash: { domain, range: mechanisms.map(dashOf) },
  };
}

/** What a saved specification says about where its numbers come from. */
export function usermeta({ table, recordsPath }: FigureInput, files: readonly string[]) {
  return {
    experiment: table.name,
    preset: table.preset.name,
    recordsFolder: recordsPath,
    records: [...new Set(files)].sort(),
  };
}

/** `preset cpu · data: IMDB reviews`. */
export function subtitleOf(table: ReportTable): string {
  const data = [...new Set([...table.records.values()].map((record) => record.data.name))];
  return `Preset ${table.preset.name} · data: ${data.join(', ')}`;
}
