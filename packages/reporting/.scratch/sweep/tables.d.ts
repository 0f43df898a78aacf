import { type TableModel } from '../table/model.js';
import { type Quantities } from './quantities.js';
import { type ReportSweep } from './report-sweep.js';
/** A table for each axis that is varied: every mechanism at each of its sizes. */
export declare function tablesOf(sweep: ReportSweep, quantities: Quantities): TableModel[];
