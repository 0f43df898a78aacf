import { type Figure, type FigureInput } from './figure.js';
/**
 * Validation by epoch of the table's main rows: a thin line for every seed, a strong one for their mean, named at its
 * end. None without values.
 */
export declare function curvesFigure(input: FigureInput): Figure | undefined;
