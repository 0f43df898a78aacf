import { z } from 'zod';
import { measuredIdentity, quartiles } from './measured-identity.js';
import { plainName } from './names.js';
import { engine } from './run-form.js';

/** The version of the schema below; a record of another version is refused. */
export const LAYER_RECORD_VERSION = 1;

const count = z.int().nonnegative();
const positive = z.int().positive();

/** One attention layer: self-attention over `contextLength` positions. */
const layer = {
  mechanism: plainName,
  heads: positive,
  modelWidth: positive,
  contextLength: positive,
};

const identity = { version: z.literal(LAYER_RECORD_VERSION), ...measuredIdentity };

const complexityMeasurement = z.strictObject({
  ...layer,
  /** Without biases. */
  parameters: positive,
  parametersWithBiases: positive,
  matmulsPerHead: positive,
  /** Of one example: products with a parameter. */
  linearMultiplyAdds: positive,
  /** Of one example: products of two computed matrices. */
  attentionMultiplyAdds: positive,
  /** Of one example: numbers that the products of matrices make. */
  productElements: positive,
});

const latencyMeasurement = z.strictObject({
  ...layer,
  batch: positive,
  /** How often it was timed, after the warm-up. */
  rounds: positive,
  /** Of one forward pass. */
  milliseconds: quartiles,
  /** The largest deviation from the reference, relative to the reference's largest number. */
  deviation: z.number().nonnegative(),
});

/** Counts, the same on every machine. */
export const complexityRecord = z.strictObject({
  ...identity,
  kind: z.literal('complexity'),
  measurements: z.array(complexityMeasurement).min(1),
});

/** Times of one repetition. */
export const latencyRecord = z.strictObject({
  ...identity,
  kind: z.literal('latency'),
  /** From 0. */
  repetition: count,
  engine,
  measurements: z.array(latencyMeasurement).min(1),
});

/** Counts, the same on every machine. */
export type ComplexityRecord = z.infer<typeof complexityRecord>;
/** Counts of one layer. */
export type ComplexityMeasurement = z.infer<typeof complexityMeasurement>;
/** Times of one repetition. */
export type LatencyRecord = z.infer<typeof latencyRecord>;
/** Times of one layer at one batch size. */
export type LatencyMeasurement = z.infer<typeof latencyMeasurement>;
/** Any record of single layers. */
export type LayerRecord = ComplexityRecord | LatencyRecord;
