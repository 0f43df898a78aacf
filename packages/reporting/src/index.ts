export { checkReport } from './check.js';
export { claims } from './claims/claims.js';
export type { Claim, Finding, TableVerdict, Verdict } from './claims/model.js';
export { renderVerdicts } from './claims/render.js';
export { type CellChange, type Changes, compareSnapshots, type VerdictChange } from './diff/compare.js';
export { renderChanges } from './diff/render.js';
export { readSnapshot, type Snapshot } from './diff/snapshot.js';
export { type Paper, paper } from './paper.js';
export { renderExcerpt } from './renderers/markdown.js';
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
export { renderSweepExcerpt } from './sweep/excerpt.js';
export type { SweepFinding } from './sweep/findings.js';
export { type BuiltSweep, buildSweep } from './sweep/render.js';
export type { ReportSweep } from './sweep/report-sweep.js';
export { buildTable } from './table/build.js';
export { contentOf, type ReportOptions, renderReport, writeReport } from './write.js';
