import type { Claim } from '../claims/model.js';
import type { Figure } from '../figures/figure.js';
import type { ReportTable } from '../report-table.js';
import type { BuiltTable } from '../table/build.js';
/** A figure with its picture. */
export interface DrawnFigure extends Figure {
  svg: string;
}
/** One table of the page. */
export interface Section {
  table: ReportTable;
  built: BuiltTable;
  figures: readonly DrawnFigure[];
  /** Files of this table to download, relative to the page. */
  files: readonly string[];
  /** The link to a record, relative to the page. */
  recordLink: (file: string) => string;
}
/** The report: one page without scripts, whose only files are the ones it links to. */
export declare function renderPage(
  preset: string,
  claims: readonly Claim[],
  sections: readonly Section[],
): string;
