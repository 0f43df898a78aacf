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
export { packBits, unpackBits } from './bits.js';
export { readRecord, readRecords, recordFiles, recordText, writeRecord } from './files.js';
export {
  type ComplexityMeasurement,
  type ComplexityRecord,
  LAYER_RECORD_VERSION,
  type LatencyMeasurement,
  type LatencyRecord,
  type LayerRecord,
} from './layer-form.js';
export { layerFile, layerIdentity, layerRecord } from './layer-record.js';
export {
  METRIC_NAMES,
  type MetricName,
  type Part,
  RECORDED_METRICS,
  type RecordedMetric,
} from './metrics.js';
export { innerPath, plainName } from './names.js';
export { characterName, readable } from './readable.js';
export { LAYERS, type RecordKind, RUNS, SPEEDS } from './record-kind.js';
export {
  type Attachment,
  type BleuScoring,
  type CompleteRun,
  type DataFacts,
  type DataRecord,
  dataFacts,
  type EngineRecord,
  type Epoch,
  type FailedRun,
  type MachineRecord,
  type Metrics,
  RECORD_VERSION,
  type RunRecord,
  type Sample,
  type SourceRecord,
  type TranslationFiles,
} from './run-form.js';
export {
  type NamedRun,
  type RunVariant,
  runFile,
  runIdentity,
  runRecord,
  variantParts,
} from './run-record.js';
export { type SettingDifference, settingDifferences } from './settings.js';
export {
  PHASES,
  type Phase,
  SPEED_RECORD_VERSION,
  type SpeedContestant,
  type SpeedMeasurement,
  type SpeedRecord,
} from './speed-form.js';
export { speedFile, speedIdentity } from './speed-record.js';
