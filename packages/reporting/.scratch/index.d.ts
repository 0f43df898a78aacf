export { claims } from './claims/claims.js';
export type { Claim, Finding, TableVerdict, Verdict } from './claims/model.js';
export { renderVerdicts } from './claims/render.js';
export { type Paper, paper } from './paper.js';
export { renderExcerpt } from './renderers/markdown.js';
export { ACCURACY, LOSS, type MetricColumn, type Part, type ReportTable } from './report-table.js';
export { buildTable } from './table/build.js';
export { type ReportOptions, renderReport, writeReport } from './write.js';
