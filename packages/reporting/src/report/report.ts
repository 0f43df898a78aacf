import type { Claim } from '../claims/claim.js';
import { claimsOf } from '../claims/claims.js';
import { headlineTable } from '../headline/headline-table.js';
import { checkTables } from '../input/check-input.js';
import {
  isSpeed,
  isTraining,
  type LayerTableInput,
  type ReportInput,
  type SpeedTableInput,
  type TrainingTableInput,
} from '../input/tables.js';
import { type Judgement, judgementOf } from '../judgement/judgement.js';
import { buildLayerTable, type LayerTable } from '../layers/layer-table.js';
import { buildSpeedTable, type SpeedTable } from '../speed/speed-table.js';
import type { TableModel } from '../table/table-model.js';
import { buildTrainingTable } from '../training/build-training-table.js';
import type { TrainingTable } from '../training/training-table.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';

/** A table of any kind, built. */
export type BuiltTable = TrainingTable | LayerTable | SpeedTable;

/** Everything that a report says, before it is rendered. */
export interface Report {
  readonly preset: string;
  /** Where its files lie: `reports/cpu`. */
  readonly folder: string;
  /** Training tables first, those of the paper in its order, others in the order of the input. */
  readonly tables: readonly BuiltTable[];
  /** The paper's; none of a report about a mechanism of a person's own. */
  readonly claims: readonly Claim[];
  /** Of the mechanism that the report is about, where it is about one. */
  readonly judgement?: Judgement;
  /** What people look for first in each table of training runs, by the table's name. */
  readonly headlines: ReadonlyMap<string, TableModel>;
}

/**
 * Builds every table and judges every claim, once.
 *
 * @throws Error when a table is of another preset, two have one name, or a table holds records of another table or preset
 */
export function buildReport(input: ReportInput): Report {
  checkTables(input);
  const training = inOrderOfPaper(input.tables.filter(isTraining)).map(buildTrainingTable);
  const others = input.tables.filter((table) => !isTraining(table)).map(buildOther);
  const speeds = others.filter(isSpeed);
  const layers = others.filter((table) => !isSpeed(table));
  const { preset, folder, judged } = input;
  return {
    preset,
    folder,
    tables: [...training, ...others],
    claims: judged ? [] : claimsOf(training, { layers, speeds }),
    ...(judged && { judgement: judgementOf(judged, training, speeds) }),
    headlines: new Map(training.map((table) => [table.input.name, headlineTable(table, speeds)])),
  };
}

function buildOther(table: LayerTableInput | SpeedTableInput): LayerTable | SpeedTable {
  return isSpeed(table) ? buildSpeedTable(table) : buildLayerTable(table);
}

/** The data sets as the paper has them: images, then texts. */
function inOrderOfPaper(tables: readonly TrainingTableInput[]): TrainingTableInput[] {
  const names = Object.keys(PAPER_DATASETS);
  const placeOf = ({ name }: TrainingTableInput) =>
    names.includes(name) ? names.indexOf(name) : names.length;
  return [...tables].sort((left, right) => placeOf(left) - placeOf(right));
}
