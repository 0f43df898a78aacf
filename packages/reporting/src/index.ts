/**
 * Run records to tables, statistics, figures, verdicts and a site.
 *
 * @module @better-attention/reporting
 */
export { checkReport } from './check.js';
export { claims } from './claims/claims.js';
export type { Claim, Finding, LayerFinding, LayerVerdict, TableVerdict, Verdict } from './claims/model.js';
export { renderVerdicts } from './claims/render.js';
export {
  type CellChange,
  type ChangeKind,
  type Changes,
  compareSnapshots,
  type VerdictChange,
} from './diff/compare.js';
export { renderChanges } from './diff/render.js';
export { readSnapshot, type Snapshot, type SnapshotCell } from './diff/snapshot.js';
export type { Figure } from './figures/figure.js';
export { type Paper, paper } from './paper.js';
export { renderExcerpt } from './renderers/markdown.js';
export { renderSummary } from './renderers/summary.js';
export {
  ACCURACY,
  BLEU,
  LOSS,
  METRICS,
  type MetricColumn,
  type Part,
  type ReportTable,
  TOP5_ACCURACY,
} from './report-table.js';
export type { MarginTest } from './statistics/margin.js';
export type { BySeed, PairedTest } from './statistics/paired.js';
export type { SignedRankTest } from './statistics/wilcoxon.js';
export { renderSweepExcerpt } from './sweep/excerpt.js';
export type { SweepFinding } from './sweep/findings.js';
export { type BuiltSweep, buildSweep } from './sweep/render.js';
export type { Axis, LayerSize, ReportSweep } from './sweep/report-sweep.js';
export { type BuiltTable, buildTable } from './table/build.js';
export type { Comparability } from './table/comparability.js';
export type { Lead } from './table/decisions.js';
export type { Difference } from './table/differences.js';
export type { Block, Cell, Column, ColumnKind, Row, Summary, TableModel } from './table/model.js';
export {
  type Content,
  contentOf,
  type Picture,
  type ReportOptions,
  renderReport,
  writeReport,
} from './write.js';
