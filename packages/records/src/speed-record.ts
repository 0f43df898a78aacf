import type { z } from 'zod';
import { areOrdered } from './measured-identity.js';
import { type SpeedContestant, type SpeedMeasurement, type SpeedRecord, speedForm } from './speed-form.js';
import { checkTimes } from './time-check.js';

/** What was timed of one model with each mechanism, by one process. */
export const speedRecord = speedForm.superRefine(checkSpeed);

/** The file name of a record of step times: `imdb-paper-repetition0.json`. */
export function speedFile({ model, repetition }: Pick<SpeedRecord, 'model' | 'repetition'>): string {
  return `${model.table}-${model.sizes.at(-1)}-repetition${repetition}.json`;
}

/** What tells a measurement of step times from every other one, in the order in which its fingerprint takes it. */
export function speedIdentity(
  record: Pick<SpeedRecord, 'experiment' | 'preset' | 'model' | 'repetition' | 'configuration'>,
): object {
  const { experiment, preset, model, repetition, configuration } = record;
  return { experiment, preset, model, repetition, configuration };
}

type Refuse = (path: readonly (string | number)[], message: string) => void;

/** Refuses a record of step times whose numbers, each possible alone, contradict each other. */
function checkSpeed(record: SpeedRecord, context: z.RefinementCtx): void {
  checkTimes(record, context);
  const seen = new Set<string>();
  for (const [at, measurement] of record.measurements.entries()) {
    const refuse: Refuse = (path, message) =>
      context.addIssue({ code: 'custom', path: ['measurements', at, ...path], message });
    const name = `${measurement.phase} on ${measurement.threads}`;
    if (seen.has(name)) refuse([], `expected each phase once on so many threads, got ${name} again`);
    seen.add(name);
    checkContestants(measurement, refuse);
  }
}

function checkContestants({ rounds, contestants }: SpeedMeasurement, refuse: Refuse): void {
  const seen = new Set<string>();
  for (const [at, contestant] of contestants.entries()) {
    const { mechanism, control, milliseconds, logRatios } = contestant;
    const name = `${mechanism}${control ? ' as the control' : ''}`;
    if (seen.has(name)) refuse(['contestants', at], `expected each contestant once, got ${name} again`);
    seen.add(name);
    if (control && mechanism !== 'standard') {
      refuse(['contestants', at, 'control'], `expected Standard as the control, got ${mechanism}`);
    }
    if (!areOrdered(milliseconds)) {
      refuse(['contestants', at, 'milliseconds'], 'expected a median between its quartiles');
    }
    const expected = isReference(contestant) ? 0 : rounds;
    if (logRatios.length !== expected) {
      refuse(['contestants', at, 'logRatios'], `expected ${expected}, got ${logRatios.length}`);
    }
  }
}

/** Whether a contestant is the one that the others are set in relation to. */
function isReference({ mechanism, control }: SpeedContestant): boolean {
  return mechanism === 'standard' && control === undefined;
}
