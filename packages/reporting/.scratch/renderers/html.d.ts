import type { Row, TableModel } from '../table/model.js';
/** Text that is safe inside an element and inside a quoted attribute. */
export declare function escapeHtml(text: string): string;
/** Where a cell's value leads: the link to the runs that it rests on. */
export type CellLink = (row: Row) => string;
/** The table as an HTML `<table>`; each value links to the runs that it rests on. */
export declare function renderHtml(model: TableModel, link: CellLink): string;
/** A heading across the whole width of a table, above the rows of one `<tbody>`; sorting leaves it in place. */
export declare function blockHeading(title: string, width: number): string;
