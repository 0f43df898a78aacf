/**
 * The schema of a run’s record, reading and writing.
 *
 * @module @better-attention/records
 */
export {
  type AttentionExample,
  type AttentionInput,
  type AttentionLayer,
  type AttentionMaps,
  attentionMaps,
  layerWeights,
  storedLayer,
} from './attention-maps.js';
export {
  readRecord,
  readRecords,
  readSweep,
  readSweeps,
  recordFile,
  writeAtomically,
  writeRecord,
  writeSweep,
} from './files.js';
export {
  type CompleteRun,
  type DataRecord,
  type EngineRecord,
  type Epoch,
  type FailedRun,
  type MachineRecord,
  type Metrics,
  RECORD_VERSION,
  type RunRecord,
  runRecord,
  type Sample,
  type SourceRecord,
} from './schema.js';
export {
  type ComplexityMeasurement,
  type ComplexitySweep,
  type LatencyMeasurement,
  type LatencySweep,
  SWEEP_VERSION,
  type SweepRecord,
  sweepFile,
  sweepRecord,
} from './sweep.js';
