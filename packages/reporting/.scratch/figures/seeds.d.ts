import { type Figure, type FigureInput } from './figure.js';
/**
 * The headline metric of every mechanism: seeds as small points below the mean and its interval, the paper's value
 * as a diamond. None without values.
 */
export declare function seedsFigure(input: FigureInput): Figure | undefined;
