export { claims } from './claims/claims.js';
export type { Claim, Finding, TableVerdict, Verdict } from './claims/model.js';
export { renderVerdicts } from './claims/render.js';
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
export { buildTable } from './table/build.js';
export { contentOf, type ReportOptions, renderReport, writeReport } from './write.js';
