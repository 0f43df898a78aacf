import type { TableModel } from '../table/model.js';
/** The table as GitHub-flavoured Markdown, with its legend and remarks. */
export declare function renderMarkdown(model: TableModel): string;
/**
 * The columns of these ids alone, aligned, without legend and remarks: for a README or a terminal.
 *
 * @param ids in the order of the table; those that it doesn't have are left out
 */
export declare function renderExcerpt({ columns, rows }: TableModel, ids: readonly string[]): string;
