/**
 * Run records to tables, statistics, figures, verdicts and a site.
 *
 * @module @better-attention/reporting
 */
export type { Claim, LayerVerdict, TableVerdict } from './claims/claim.js';
export { type NeededSeeds, neededSeeds } from './claims/needed-seeds.js';
export {
  type CellChange,
  type ChangeKind,
  type Changes,
  compareSnapshots,
  type VerdictChange,
} from './diff/compare-snapshots.js';
export type { Evidence, EvidenceChange, TableEvidence } from './diff/evidence.js';
export { renderChanges } from './diff/render-changes.js';
export { readSnapshot, type Snapshot, type SnapshotCell } from './diff/snapshot.js';
export { checkReport } from './files/check.js';
export { type Content, contentOf, type Picture, renderReport } from './files/render.js';
export { writeReport } from './files/write.js';
export {
  ACCURACY,
  BLEU,
  LOSS,
  METRICS,
  type MetricColumn,
  TOP5_ACCURACY,
} from './input/metrics.js';
export { type Paper, paper } from './input/paper.js';
export type {
  AnyRecord,
  Axis,
  CommonInput,
  CountedModel,
  CountedModels,
  Equivalence,
  JudgedMechanism,
  LayerSize,
  LayerTableInput,
  ReportInput,
  ResampledMetric,
  SpeedTableInput,
  TableInput,
  ToMeasure,
  TrainingTableInput,
} from './input/tables.js';
export type { JudgedCounts, JudgedDataset, JudgedTime, Judgement } from './judgement/judgement.js';
export { renderJudgement } from './judgement/judgement-text.js';
export type { LayerTable } from './layers/layer-table.js';
export type { Quantities } from './layers/quantities.js';
export type { MeasuredLayers } from './layers/ratios.js';
export {
  type RowOfDocument,
  type TableDocument,
  type TableOfDocument,
  tableDocument,
  type ValueOfDocument,
} from './renderers/table-json.js';
export { type BuiltTable, buildReport, type Report } from './report/report.js';
export type { Contest, ContestRatio, ContestTimes } from './speed/contests.js';
export type { SpeedTable } from './speed/speed-table.js';
export { type ExcerptOptions, renderBrief, renderExcerpt } from './summary/excerpt.js';
export { renderSummary } from './summary/summary.js';
export { renderVerdicts } from './summary/verdicts.js';
export type { Block, Cell, Column, ColumnKind, Row, Summary, TableModel } from './table/table-model.js';
export type { Comparability } from './training/comparability.js';
export type { Difference, Pair } from './training/differences.js';
export type { TestedPair, TestedRow, TestOutcome } from './training/test-set.js';
export type { DecidedTable, TrainingTable } from './training/training-table.js';
export type { Comparison, Correction } from './verdicts/comparison.js';
export type { Family } from './verdicts/families.js';
export type {
  ClaimedSize,
  Finding,
  LayerFinding,
  LayerTableFinding,
  SeedsToDecide,
  Verdict,
  Word,
} from './verdicts/finding.js';
export type { MissingSeeds } from './verdicts/seeds.js';
