import type { Claim } from '../claims/claim.js';
import { claimsOf } from '../claims/claims.js';
import { checkTables } from '../input/check-input.js';
import { isTraining, type ReportInput } from '../input/tables.js';
import { buildLayerTable, type LayerTable } from '../layers/layer-table.js';
import { buildTrainingTable } from '../training/build-training-table.js';
import type { TrainingTable } from '../training/training-table.js';

/** A table of either kind, built. */
export type BuiltTable = TrainingTable | LayerTable;

/** Everything that a report says, before it is rendered. */
export interface Report {
  readonly preset: string;
  /** Where its files lie: `reports/cpu`. */
  readonly folder: string;
  /** Training tables first, each kind in the order of the input. */
  readonly tables: readonly BuiltTable[];
  readonly claims: readonly Claim[];
}

/**
 * Builds every table and judges every claim, once.
 *
 * @throws Error when a table is of another preset, two have one name, or a table holds records of another table or preset
 */
export function buildReport(input: ReportInput): Report {
  checkTables(input);
  const training = input.tables.filter(isTraining).map(buildTrainingTable);
  const layers = input.tables.filter((table) => !isTraining(table)).map(buildLayerTable);
  const { preset, folder } = input;
  return { preset, folder, tables: [...training, ...layers], claims: claimsOf(training, layers) };
}
