import type { z } from 'zod';
import type { LayerRecord } from './layer-form.js';
import { layerFile, layerIdentity, layerRecord } from './layer-record.js';
import type { Attachment, RunRecord } from './run-form.js';
import { runAttachments, runFile, runIdentity, runRecord } from './run-record.js';
import type { SpeedRecord } from './speed-form.js';
import { speedFile, speedIdentity, speedRecord } from './speed-record.js';

/** A kind of record: what it holds, where it lies, and how errors speak of it. */
export interface RecordKind<Value> {
  readonly schema: z.ZodType<Value>;
  /** `run record` */
  readonly what: string;
  /** What to do about one that can't be read. */
  readonly wayOut: string;
  /** The file name of a record. */
  file(record: Value): string;
  /** What the record's fingerprint is the SHA-256 of, as JSON. */
  identity(record: Value): object;
  /** The mechanisms that the record is of. */
  mechanisms(record: Value): readonly string[];
  /** The files beside the record that it names. */
  attachments(record: Value): readonly Attachment[];
}

/** Records of training runs. */
export const RUNS: RecordKind<RunRecord> = {
  schema: runRecord,
  what: 'run record',
  wayOut: 'delete it and train again',
  file: runFile,
  identity: runIdentity,
  mechanisms: ({ mechanism }) => [mechanism],
  attachments: runAttachments,
};

/** Records of counts and times of single layers. */
export const LAYERS: RecordKind<LayerRecord> = {
  schema: layerRecord,
  what: 'record of single layers',
  wayOut: 'delete it and measure again',
  file: layerFile,
  identity: layerIdentity,
  mechanisms: ({ measurements }) => [...new Set(measurements.map(({ mechanism }) => mechanism))],
  attachments: () => [],
};

/** Records of step times of whole models. */
export const SPEEDS: RecordKind<SpeedRecord> = {
  schema: speedRecord,
  what: 'record of step times',
  wayOut: 'delete it and measure again',
  file: speedFile,
  identity: speedIdentity,
  mechanisms: ({ measurements }) => [
    ...new Set(measurements.flatMap(({ contestants }) => contestants.map(({ mechanism }) => mechanism))),
  ],
  attachments: () => [],
};
