import { type ReportTable } from '../report-table.js';
import type { Evidence } from './evidence.js';
import { type Claim } from './model.js';
/**
 * The paper's claims, judged by the main rows of those tables that stand for one of its data sets and have runs.
 *
 * Counts are exact. Everything else is a paired test against Standard over the seeds that both have, at 0.05 after
 * Holm's correction over all tests of the same kind of one claim; fewer than three seeds carry none.
 */
export declare function claims(tables: readonly ReportTable[]): Claim[];
/** {@link claims} of tables that are built already. */
export declare function claimsOf(tables: readonly Evidence[]): Claim[];
