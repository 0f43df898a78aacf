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
  type SourceRecord,
} from './schema.js';
