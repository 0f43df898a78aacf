import { type Figure, type FigureInput } from './figure.js';
/**
 * What the paper's mechanisms attend to in the same examples, side by side: a row an example, a column a mechanism,
 * the mean over the heads of the last layer. None without maps.
 */
export declare function attentionFigure(input: FigureInput): Figure | undefined;
