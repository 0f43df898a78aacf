export { claims } from './claims/claims.js';
export { renderVerdicts } from './claims/render.js';
export { paper } from './paper.js';
export { renderExcerpt } from './renderers/markdown.js';
export { ACCURACY, LOSS } from './report-table.js';
export { buildTable } from './table/build.js';
export { renderReport, writeReport } from './write.js';
