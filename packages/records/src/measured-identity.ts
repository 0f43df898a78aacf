import { z } from 'zod';
import { plainName } from './names.js';
import { machine, source } from './run-form.js';

/** What every record holds that isn't of a training run: which measurement it is of, where it was made, and when. */
export const measuredIdentity = {
  experiment: plainName,
  preset: plainName,
  /** The resolved configuration, as the table states it. */
  configuration: z.record(z.string(), z.json()),
  /** SHA-256 of the record's identity as JSON. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  machine,
  source,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
};

const milliseconds = z.number().positive();

/** Half of some times lie between its ends. */
export const quartiles = z.strictObject({
  lowerQuartile: milliseconds,
  median: milliseconds,
  upperQuartile: milliseconds,
});

/** Whether a median lies between its quartiles. */
export function areOrdered({ lowerQuartile, median, upperQuartile }: z.infer<typeof quartiles>): boolean {
  return lowerQuartile <= median && median <= upperQuartile;
}
