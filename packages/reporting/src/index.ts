export { type Paper, paper } from './paper.js';
export { ACCURACY, LOSS, type MetricColumn, type Part, type ReportTable } from './report-table.js';
export { type ReportOptions, renderReport, writeReport } from './write.js';
