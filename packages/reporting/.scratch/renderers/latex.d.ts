import type { TableModel } from '../table/model.js';
/** The table as a LaTeX `table*`; needs the packages booktabs and graphicx. */
export declare function renderLatex(model: TableModel): string;
/** Text with every character that LaTeX reads as markup replaced. */
export declare function escapeLatex(text: string): string;
