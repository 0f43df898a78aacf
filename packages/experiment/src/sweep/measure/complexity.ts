import { mechanism } from '@better-attention/attention';
import type { ComplexityMeasurement } from '@better-attention/records';
import { countLayer } from './counting.js';
import type { LayerSize } from './sizes.js';

/** The counts of the mechanisms' layers of one size. */
export function countSize(mechanisms: readonly string[], size: LayerSize): ComplexityMeasurement[] {
  return mechanisms.map((name) => ({
    mechanism: name,
    ...size,
    ...countLayer(name, { ...size, useBias: false }),
    parametersWithBiases: mechanism(name)(size).parameterCount,
  }));
}
