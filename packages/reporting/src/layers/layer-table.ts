import { checkRecords } from '../input/check-input.js';
import type { LayerTableInput } from '../input/tables.js';
import type { TableModel } from '../table/table-model.js';
import type { LayerTableFinding } from '../verdicts/finding.js';
import { findingsOf, sentencesOf } from './layer-findings.js';
import { modelsOf } from './layer-models.js';
import { quantitiesOf } from './quantities.js';
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

/**
 * The table of single attention layers: a model for each axis, and its findings.
 *
 * @throws Error when a record is of another table, preset or kind, or counts contradict what is derived
 */
export function buildLayerTable(input: LayerTableInput): LayerTable {
  checkRecords(input);
  const layers = { input, quantities: quantitiesOf(input) };
  const findings = findingsOf(layers);
  const sentences = sentencesOf(layers, findings);
  const crossovers = findings.filter(({ verdict }) => verdict === undefined);
  return {
    ...layers,
    kind: input.kind,
    models: modelsOf(layers),
    findings,
    sentences,
    brief: input.kind === 'latency' ? sentences : crossovers.map(({ sentence }) => sentence),
  };
}
