import type { z } from 'zod';
import type { LayerRecord } from './layer-form.js';
import { areOrdered } from './measured-identity.js';
import { checkTimes } from './time-check.js';

/** Refuses a record of layers whose numbers, each possible alone, contradict each other. */
export function checkLayers(record: LayerRecord, context: z.RefinementCtx): void {
  const refuse = (path: readonly (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path: ['measurements', ...path], message });
  checkTimes(record, context);
  const seen = new Set<string>();
  for (const [at, measurement] of record.measurements.entries()) {
    const { mechanism, heads, modelWidth, contextLength } = measurement;
    const batch = 'batch' in measurement ? measurement.batch : 1;
    const layer = [mechanism, heads, modelWidth, contextLength, batch].join();
    if (seen.has(layer)) refuse([at], 'expected each layer once, got this one again');
    seen.add(layer);
    if (modelWidth % heads !== 0)
      refuse([at, 'heads'], `expected a divisor of the width ${modelWidth}, got ${heads}`);
    if ('milliseconds' in measurement) {
      if (!areOrdered(measurement.milliseconds)) {
        refuse([at, 'milliseconds'], 'expected a median between its quartiles');
      }
    } else if (measurement.parametersWithBiases < measurement.parameters) {
      refuse([at, 'parametersWithBiases'], `expected at least the ${measurement.parameters} without biases`);
    }
  }
}
