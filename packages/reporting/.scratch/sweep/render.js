import { figuresOf } from './figures.js';
import { findingsOf } from './findings.js';
import { quantitiesOf } from './quantities.js';
import { checkSweep } from './report-sweep.js';
import { tablesOf } from './tables.js';
/**
 * The tables, figures and findings of a sweep.
 *
 * @param recordsPath the records' folder as the report's reader finds it, relative to the report
 * @throws Error when a record is of another sweep or preset
 */
export function buildSweep(sweep, recordsPath) {
  checkSweep(sweep);
  const quantities = quantitiesOf(sweep);
  const input = { sweep, quantities, recordsPath };
  return { tables: tablesOf(sweep, quantities), figures: figuresOf(input), findings: findingsOf(input) };
}
