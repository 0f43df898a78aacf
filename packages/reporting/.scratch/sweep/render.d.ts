import type { Figure } from '../figures/figure.js';
import type { TableModel } from '../table/model.js';
import { type SweepFinding } from './findings.js';
import { type ReportSweep } from './report-sweep.js';
/** A sweep, ready for the renderers of tables and figures. */
export interface BuiltSweep {
  /** One for each axis that is varied. */
  tables: readonly TableModel[];
  figures: readonly Figure[];
  /** What it says about the paper's claims. */
  findings: readonly SweepFinding[];
}
/**
 * The tables, figures and findings of a sweep.
 *
 * @param recordsPath the records' folder as the report's reader finds it, relative to the report
 * @throws Error when a record is of another sweep or preset
 */
export declare function buildSweep(sweep: ReportSweep, recordsPath: string): BuiltSweep;
