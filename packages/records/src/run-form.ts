import { z } from 'zod';
import { metrics, RECORDED_METRICS, ROUNDING } from './metrics.js';
import { innerPath, plainName } from './names.js';

/** The version of the schema below; a record of another version is refused. */
export const RECORD_VERSION = 1;

const count = z.int().nonnegative();
const seconds = z.number().nonnegative();
const examples = z.int().positive();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file beside the record, by its path from there, and the hash of what it holds. */
const attachment = z.strictObject({ file: innerPath, sha256 });

const epoch = z.strictObject({
  epoch: z.int().positive(),
  train: metrics,
  validation: metrics,
  /** Training alone, without the evaluation. */
  trainSeconds: seconds,
  /**
   * Units of the model's head that are off for every example of the validation part; absent where the model has none that
   * can fall silent, and of older runs.
   */
  deadUnits: count.optional(),
});

/** What data are called, and what guessing scores; absent in records of before it was recorded. */
const described = z.strictObject({
  /** What people call the examples: `Imagenette`. */
  title: z.string().optional(),
  /** How many classes there are, and the share of the commonest in the test part; absent where no classes are predicted. */
  guessing: z.strictObject({ classes: z.int().positive(), majority: z.number().gt(0).max(1) }).optional(),
});

/** What is known of data beside the records of runs on it, which may be older than that. */
export const dataFacts = z.strictObject({
  /** SHA-256 of the examples, as the records have it. */
  contents: sha256,
  /** Examples of the test part. */
  test: examples,
  ...described.shape,
});

const data = z.strictObject({
  name: z.string(),
  ...described.shape,
  source: z.enum(['mirror', 'cache', 'download', 'embedded sample', 'own files']),
  files: z.array(z.strictObject({ name: z.string(), bytes: count, sha256 })),
  /** Of the examples themselves, however their files are packed. */
  contents: sha256,
  /** Examples of each part, after the split. */
  examples: z.strictObject({ train: examples, validation: examples, test: examples }),
  /** Lines about what was skipped or found in several parts. */
  remarks: z.array(z.string()),
  /** Which words the tokens of a field stand for: files beside the record, a word a line from token 0 on. */
  vocabularies: z.array(z.strictObject({ field: z.string(), words: count, ...attachment.shape })).optional(),
});

/** A translation of the trained model. */
const sample = z.strictObject({ source: z.string(), reference: z.string(), output: z.string() });

/** Test sentences and what the trained model makes of them: files beside the record, a sentence a line. */
const translations = z.strictObject({
  /** How many, in the order of the test part; every file has as many lines. */
  sentences: examples,
  /** As published. */
  sources: attachment,
  /** As BLEU takes them; runs with the same references have one file. */
  references: attachment,
  hypotheses: attachment,
});

/** How the BLEU of a run was scored. */
const bleuScoring = z.strictObject({
  /** As sacreBLEU prints its settings. */
  signature: z.string(),
  /** What the translations have for a word that the vocabulary lacks: one token, which no reference has. */
  unknownWord: z.string(),
  sentences: examples,
  brevityPenalty: z.number().min(0).max(1),
  /** BLEU of the references themselves as the model was taught them: cut to its length, and with unknown words. */
  ceiling: z
    .number()
    .min(0)
    .max(RECORDED_METRICS.bleu.most * (1 + ROUNDING)),
});

/** What executed a run. */
export const engine = z.strictObject({
  name: z.string(),
  device: z.string(),
  threads: z.int().positive(),
  /** Runs that shared the machine at the same time; times compare only between equal numbers. */
  concurrentRuns: z.int().positive(),
  versions: z.record(z.string(), z.string()),
});

/** The machine of a run. */
export const machine = z.strictObject({
  processor: z.string(),
  cores: z.int().positive(),
  memoryBytes: count,
  platform: z.string(),
  node: z.string(),
});

/** The sources of a run. */
export const source = z.strictObject({
  /** `unknown` where the sources are no repository of their own, or git can't tell. */
  commit: z.string(),
  /** Why the commit is unknown, where it is. */
  commitUnknown: z.string().optional(),
  /** Whether the working tree differed from the commit. */
  dirty: z.boolean(),
  /** Of the packages' sources that determine a run's numbers. */
  packages: sha256,
  lockfile: sha256,
});

/** The system's load average over one minute, at the start and at the end. */
export const load = z.strictObject({ start: z.number().nonnegative(), end: z.number().nonnegative() });

const identity = {
  version: z.literal(RECORD_VERSION),
  experiment: plainName,
  preset: plainName,
  mechanism: plainName,
  heads: z.int().positive(),
  seed: count,
  /** In what the mechanism differs from its defaults: how its W^A starts. Absent where in nothing. */
  variant: plainName.optional(),
  /** On how many examples of the training part it was trained; absent where on all of them. */
  trainExamples: examples.optional(),
  /** The resolved configuration of the run, as the experiment states it. */
  configuration: z.record(z.string(), z.json()),
  /** SHA-256 of {@link runIdentity} as JSON. Data and sources are recorded beside it. */
  fingerprint: sha256,
  data,
  engine,
  machine,
  source,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** How often it was stopped and gone on with from a checkpoint; absent where never. */
  resumed: z.int().positive().optional(),
  /** Of its last sitting; absent of older runs. */
  load: load.optional(),
  epochs: z.array(epoch),
};

/** A run that ended with test metrics. */
export const completeRun = z.strictObject({
  ...identity,
  status: z.literal('complete'),
  /** The epoch of the best validation, the first of equals; its parameters were tested. */
  bestEpoch: z.int().positive(),
  test: metrics,
  /** The epochs' training seconds, added up. */
  trainSeconds: seconds,
  /** Milliseconds of one forward pass over a batch without dropout, median. */
  inferenceMilliseconds: z.number().nonnegative(),
  inferenceBatch: z.int().positive(),
  parameters: z.strictObject({ model: count, attention: count }),
  /** Matrix multiplications of one attention layer that work on one head. */
  matmulsPerHead: z.int().positive(),
  /** Of the process, resident set. */
  peakMemoryBytes: count,
  /**
   * Which test examples the model is right about, in the order of the test part: a bit each, as {@link packBits} packs them.
   * Absent where examples aren't right or wrong, and of older runs.
   */
  correct: z.base64().optional(),
  /** Absent where nothing is translated, and of older runs. */
  translations: translations.optional(),
  /** Of the test metric `bleu`; absent where each unknown word, `[UNK]`, was scored as three tokens. */
  scoring: bleuScoring.optional(),
  /** The first translations of the test part. */
  samples: z.array(sample).optional(),
  /** The file beside the record with the attention weights of a few test examples. */
  attention: attachment.optional(),
});

/** A run that ended with an error; what it measured before is kept. */
export const failedRun = z.strictObject({
  ...identity,
  status: z.literal('failed'),
  error: z.string(),
});

/** A run that ended with test metrics. */
export type CompleteRun = z.infer<typeof completeRun>;
/** A run that ended with an error; what it measured before is kept. */
export type FailedRun = z.infer<typeof failedRun>;
/** How the BLEU of a run was scored. */
export type BleuScoring = z.infer<typeof bleuScoring>;
/** A translation of a trained model. */
export type Sample = z.infer<typeof sample>;
/** Translations of a trained model beside its record. */
export type TranslationFiles = z.infer<typeof translations>;
/** Any run. */
export type RunRecord = CompleteRun | FailedRun;
/** Means over the examples of one part of the data, by metric. */
export type Metrics = z.infer<typeof metrics>;
/** What is measured at the end of an epoch. */
export type Epoch = z.infer<typeof epoch>;
/** A file beside a record. */
export type Attachment = z.infer<typeof attachment>;
/** Where a run's examples came from. */
export type DataRecord = z.infer<typeof data>;
/** What is known of data beside the records of runs on it. */
export type DataFacts = z.infer<typeof dataFacts>;
/** What executed a run. */
export type EngineRecord = z.infer<typeof engine>;
/** The machine of a run. */
export type MachineRecord = z.infer<typeof machine>;
/** The sources of a run. */
export type SourceRecord = z.infer<typeof source>;
