import { z } from 'zod';
import { measuredIdentity, quartiles } from './measured-identity.js';
import { plainName } from './names.js';
import { engine, load } from './run-form.js';

/** The version of the schema below; a record of another version is refused. */
export const SPEED_RECORD_VERSION = 1;

/** What is timed of a model: a training step, or a forward pass. */
export const PHASES = ['training', 'inference'] as const;

const positive = z.int().positive();

const contestant = z.strictObject({
  mechanism: plainName,
  /** Standard once more, beside itself: what it differs by is no mechanism's. */
  control: z.literal(true).optional(),
  /** Of a step, wall time: the quartiles of the rounds' means. */
  milliseconds: quartiles,
  /** Of a step, processor time of all threads: the median of the rounds' means. */
  processorMilliseconds: z.number().nonnegative(),
  /** ln(own / Standard's) wall time of each round; none of Standard itself. */
  logRatios: z.array(z.number()),
  /** ln(own / Standard's) processor time, the median of the rounds; none of Standard itself. */
  processorLogRatio: z.number().optional(),
  /** The largest deviation from the reference, relative to the reference's largest number. */
  deviation: z.number().nonnegative(),
});

const measurement = z.strictObject({
  phase: z.enum(PHASES),
  /** The most that a step may use. */
  threads: positive,
  /** How often all contestants took their turn, after the warm-up. */
  rounds: positive,
  /** How many steps a turn has. */
  steps: positive,
  contestants: z.array(contestant).min(1),
});

/** The step times of one model with each mechanism, measured by one process. */
export const speedForm = z.strictObject({
  version: z.literal(SPEED_RECORD_VERSION),
  ...measuredIdentity,
  kind: z.literal('speed'),
  model: z.strictObject({
    /** The table whose model it is: `imdb`. */
    table: plainName,
    /** The presets of that table whose sizes the model has, the last names the file. */
    sizes: z.array(plainName).min(1),
    /** Examples of a step. */
    batch: positive,
    /** Examples of a step of the table's own runs. */
    statedBatch: positive,
  }),
  /** From 0; each is a process of its own. */
  repetition: z.int().nonnegative(),
  engine,
  load,
  measurements: z.array(measurement).min(1),
});

/** What is timed of a model. */
export type Phase = (typeof PHASES)[number];
/** The step times of one model, measured by one process. */
export type SpeedRecord = z.infer<typeof speedForm>;
/** The step times of one phase on so many threads. */
export type SpeedMeasurement = z.infer<typeof measurement>;
/** The step times of the model with one mechanism. */
export type SpeedContestant = z.infer<typeof contestant>;
