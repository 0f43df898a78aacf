import type { TableModel } from '../table/model.js';
/**
 * The table as CSV in full precision: for each measured column the mean, standard deviation, ends of the 95 %
 * bootstrap interval, number of runs, rank, ratio to Standard and the values themselves, by seed.
 */
export declare function renderCsv(model: TableModel): string;
