import { type Figure, type FigureInput } from './figure.js';
/** The headline by the number of heads. None where all runs have the same. */
export declare function headsFigure(input: FigureInput): Figure | undefined;
