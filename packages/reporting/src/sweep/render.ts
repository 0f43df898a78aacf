import type { Figure } from '../figures/figure.js';
import type { TableModel } from '../table/model.js';
import { figuresOf } from './figures.js';
import { briefOf, findingsOf, type SweepFinding, sentencesOf } from './findings.js';
import { quantitiesOf } from './quantities.js';
import { checkSweep, type ReportSweep } from './report-sweep.js';
import { tablesOf } from './tables.js';

/** A sweep, ready for the renderers of tables and figures. */
export interface BuiltSweep {
  /** One for each axis that is varied. */
  tables: readonly TableModel[];
  figures: readonly Figure[];
  /** What to read first. */
  sentences: readonly string[];
  /** The shortest of it: of counts, where Super's cross Standard's. */
  brief: readonly string[];
  /** What it says about the paper's claims. */
  findings: readonly SweepFinding[];
}

/**
 * The tables, figures and findings of a sweep.
 *
 * @param recordsPath the records' folder as the report's reader finds it, relative to the report
 * @throws Error when a record is of another sweep or preset
 */
export function buildSweep(sweep: ReportSweep, recordsPath: string): BuiltSweep {
  checkSweep(sweep);
  const quantities = quantitiesOf(sweep);
  const input = { sweep, quantities, recordsPath };
  return {
    tables: tablesOf(sweep, quantities),
    figures: figuresOf(input),
    sentences: sentencesOf(input),
    brief: briefOf(input),
    findings: findingsOf(input),
  };
}
