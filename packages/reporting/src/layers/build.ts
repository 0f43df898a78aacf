import { checkRecords } from '../input/check.js';
import type { LayerTableInput } from '../input/tables.js';
import { findingsOf, sentencesOf } from './findings.js';
import type { LayerTable } from './model.js';
import { quantitiesOf } from './quantities.js';
import { tablesOf } from './tables.js';

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
    models: tablesOf(layers),
    findings,
    sentences,
    brief: input.kind === 'latency' ? sentences : crossovers.map(({ sentence }) => sentence),
  };
}
