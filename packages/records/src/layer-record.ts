import { z } from 'zod';
import { checkLayers } from './layer-checks.js';
import {
  type ComplexityRecord,
  complexityRecord,
  type LatencyRecord,
  type LayerRecord,
  latencyRecord,
} from './layer-form.js';

/** What was counted or timed of single attention layers of several sizes. */
export const layerRecord = z
  .discriminatedUnion('kind', [complexityRecord, latencyRecord])
  .superRefine(checkLayers);

/** The file name of a record of single layers: `counts.json`, `repetition0.json`. */
export function layerFile(
  record: Pick<ComplexityRecord, 'kind'> | Pick<LatencyRecord, 'kind' | 'repetition'>,
): string {
  return record.kind === 'complexity' ? 'counts.json' : `repetition${record.repetition}.json`;
}

/** What tells a measurement of single layers from every other one, in the order in which its fingerprint takes it. */
export function layerIdentity(
  record: Pick<LayerRecord, 'experiment' | 'preset' | 'configuration'> & { readonly repetition?: number },
): object {
  const { experiment, preset, repetition = 0, configuration } = record;
  return { experiment, preset, repetition, configuration };
}
