import type { z } from 'zod';
import { type LayerRecord, layerFile, layerRecord } from './layer-record.js';
import { type RunRecord, runFile, runRecord } from './run-record.js';

/** A kind of record: what it holds, the name of its file, and how errors speak of it. */
export interface RecordKind<Value> {
  readonly schema: z.ZodType<Value>;
  /** The file name of a record of this kind. */
  readonly file: (record: Value) => string;
  /** `run record` */
  readonly what: string;
  /** What to do about one that can't be read. */
  readonly wayOut: string;
}

/** Records of training runs. */
export const RUNS: RecordKind<RunRecord> = {
  schema: runRecord,
  file: runFile,
  what: 'run record',
  wayOut: 'delete it and train again',
};

/** Records of counts and times of single layers. */
export const LAYERS: RecordKind<LayerRecord> = {
  schema: layerRecord,
  file: layerFile,
  what: 'record of single layers',
  wayOut: 'delete it and measure again',
};
