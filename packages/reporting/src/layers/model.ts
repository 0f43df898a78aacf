import type { LayerTableInput } from '../input/tables.js';
import type { TableModel } from '../table/model.js';
import type { LayerTableFinding } from '../verdicts/finding.js';
import type { MeasuredLayers } from './ratios.js';

/** A table of single attention layers and what it says. */
export interface LayerTable extends MeasuredLayers {
  readonly kind: LayerTableInput['kind'];
  /** One for each axis that is varied. */
  readonly models: readonly TableModel[];
  /** What it says about the paper's claims. */
  readonly findings: readonly LayerTableFinding[];
  /** What to read first. */
  readonly sentences: readonly string[];
  /** The shortest of it: of counts, where Super's cross Standard's. */
  readonly brief: readonly string[];
}
