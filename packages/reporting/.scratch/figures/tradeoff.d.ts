import { type Figure, type FigureInput } from './figure.js';
/** The headline against the parameters of attention. None with fewer than two mechanisms. */
export declare function parametersFigure(input: FigureInput): Figure | undefined;
/** The headline against the time of training. None where the runs' times don't compare. */
export declare function trainTimeFigure(input: FigureInput): Figure | undefined;
