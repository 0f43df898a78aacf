import type { BuiltTable } from '../report/report.js';
import type { TableModel } from '../table/table-model.js';
import type { DrawnFigure } from './elements.js';

/** One table of the report, rendered, for the pages that show it. */
export interface Section {
  readonly table: BuiltTable;
  /** What people look for first in it; none of a table that isn't of training runs. */
  readonly headline: TableModel | undefined;
  readonly figures: readonly DrawnFigure[];
  /** Files of this table to download, relative to the report. */
  readonly files: readonly string[];
  /** The folder of its records, relative to the report. */
  readonly recordsPath: string;
}

/** The link to a record. */
export type RecordLink = (file: string) => string;

/**
 * The links to a table's records from a page.
 *
 * @param root leads from the page to the report's folder
 */
export function recordLinks({ recordsPath }: Pick<Section, 'recordsPath'>, root: string): RecordLink {
  return (file) => `${root}${recordsPath}/${encodeURIComponent(file)}`;
}

/** The path of a table's page. */
export function tablePage(name: string): string {
  return `pages/${name}.html`;
}
