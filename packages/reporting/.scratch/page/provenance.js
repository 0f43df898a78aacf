import { counted } from '../format.js';
import { provenanceOf, trainedBetween } from '../provenance.js';
import { escapeHtml } from '../renderers/html.js';
/** What the table's runs used, and where they differ which run used what. */
export function renderProvenance(table, comparability) {
  const entries = [
    ...provenanceOf(table.records).map(({ label, values }) => [label, renderValues(values)]),
    ['Trained', escapeHtml(trainedBetween(table.records))],
    [
      'Times comparable',
      comparability.times
        ? 'yes: one engine, machine and set of versions'
        : 'no: engines, machines, versions or data differ',
    ],
  ];
  return `<dl>${entries.map(([label, value]) => `<dt>${label}</dt><dd>${value}</dd>`).join('\n')}</dl>`;
}
function renderValues(values) {
  const [only] = values;
  if (only && values.length === 1) return escapeHtml(only.text);
  const items = values.map(
    ({ text, runs }) =>
      `<li>${escapeHtml(text || 'none')} (${counted(runs.length, 'run')}: ${escapeHtml(runs.join(', '))})</li>`,
  );
  return `<ul>${items.join('')}</ul>`;
}
