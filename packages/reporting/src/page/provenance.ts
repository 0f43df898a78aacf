import { counted } from '../format.js';
import { type Distinct, provenanceOf, trainedBetween } from '../provenance.js';
import { escapeHtml } from '../renderers/html.js';
import type { SitePage } from './document.js';
import type { Section } from './section.js';
import { block } from './table.js';

/** What the runs of every table used, and where they differ which run used what. */
export function provenancePage(sections: readonly Section[]): SitePage {
  const main = sections.map((section) => block(section.table.title, section.table.name, entriesOf(section)));
  return { path: 'pages/provenance.html', label: 'Provenance', title: 'Provenance', main: main.join('\n') };
}

function entriesOf({ table, built }: Section): string {
  if (table.records.size === 0) return '<p>No runs.</p>';
  const entries = [
    ...provenanceOf(table.records).map(({ label, values }) => [label, renderValues(values)]),
    ['Trained', escapeHtml(trainedBetween(table.records))],
    [
      'Times comparable',
      built.comparability.times
        ? 'yes: one engine, machine and set of versions'
        : 'no: engines, machines, versions or data differ',
    ],
  ];
  return `<dl>${entries.map(([label, value]) => `<dt>${label}</dt><dd>${value}</dd>`).join('\n')}</dl>`;
}

function renderValues(values: readonly Distinct[]): string {
  const [only] = values;
  if (only && values.length === 1) return escapeHtml(only.text);
  const items = values.map(
    ({ text, runs }) =>
      `<li>${escapeHtml(text || 'none')} (${counted(runs.length, 'run')}: ${escapeHtml(runs.join(', '))})</li>`,
  );
  return `<ul>${items.join('')}</ul>`;
}
