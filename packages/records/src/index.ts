export {
  type AttentionExample,
  type AttentionInput,
  type AttentionLayer,
  type AttentionMaps,
  attentionMaps,
  layerWeights,
  storedLayer,
} from './attention-maps.js';
export { readRecord, readRecords, recordFile, writeAtomically, writeRecord } from './files.js';
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
