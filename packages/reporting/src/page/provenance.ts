import { counted, listed } from '../format.js';
import {
  type AnyRecord,
  commonProvenanceOf,
  type Distinct,
  dataOf,
  distinct,
  type ProvenanceEntry,
  provenanceOf,
  recordedBetween,
  sweepProvenanceOf,
} from '../provenance.js';
import { escapeHtml } from '../renderers/html.js';
import type { SweepSection } from '../sweep/page.js';
import type { SitePage } from './document.js';
import type { Section } from './section.js';
import { block } from './table.js';

/** What all records share, then what those of every table and sweep used, and where they differ which record used what. */
export function provenancePage(sections: readonly Section[], sweeps: readonly SweepSection[]): SitePage {
  const parts = [
    block('All records', 'all', commonEntries(sections, sweeps)),
    ...sections.map((section) => block(section.table.title, section.table.name, tableEntries(section))),
    ...sweeps.map((section) => block(section.sweep.title, section.sweep.name, sweepEntries(section))),
  ];
  return { path: 'pages/provenance.html', label: 'Provenance', title: 'Provenance', main: parts.join('\n') };
}

function commonEntries(sections: readonly Section[], sweeps: readonly SweepSection[]): string {
  const runs = sections.flatMap(({ table }) =>
    [...table.records].map(([file, record]) => [`${table.name}/${file}`, record] as const),
  );
  const layers = sweeps.flatMap(({ sweep }) =>
    [...sweep.records].map(([file, record]) => [`${sweep.name}/${file}`, record] as const),
  );
  const records = new Map<string, AnyRecord>([...runs, ...layers]);
  if (records.size === 0) return '<p>No records.</p>';
  const data = { label: 'Data', values: distinct(new Map(runs), dataOf) };
  return renderEntries(
    [
      ...(runs.length > 0 ? [data] : []),
      ...commonProvenanceOf(records),
      single('Recorded', recordedBetween(records)),
    ],
    ({ runs: files }) =>
      `${counted(files.length, 'record')} of ${listed([...new Set(files.map((file) => file.split('/')[0] as string))])}`,
  );
}

function tableEntries({ table, built }: Section): string {
  if (table.records.size === 0) return '<p>No runs.</p>';
  const comparable = built.comparability.times
    ? 'yes: one engine, machine and set of versions'
    : 'no: engines, machines, versions or data differ';
  return renderEntries([
    ...provenanceOf(table.records),
    single('Trained', recordedBetween(table.records)),
    single('Times comparable', comparable),
  ]);
}

function sweepEntries({ sweep: { records } }: SweepSection): string {
  if (records.size === 0) return '<p>Nothing is recorded yet.</p>';
  return renderEntries([...sweepProvenanceOf(records), single('Measured', recordedBetween(records))]);
}

function single(label: string, text: string): ProvenanceEntry {
  return { label, values: [{ text, runs: [] }] };
}

function renderEntries(entries: readonly ProvenanceEntry[], name = fileNames): string {
  const rendered = entries.map(
    ({ label, values }) => `<dt>${escapeHtml(label)}</dt><dd>${renderValues(values, name)}</dd>`,
  );
  return `<dl>${rendered.join('\n')}</dl>`;
}

function renderValues(values: readonly Distinct[], name: (value: Distinct) => string): string {
  const [only] = values;
  if (only && values.length === 1) return escapeHtml(only.text);
  const items = values.map(
    (value) => `<li>${escapeHtml(value.text || 'none')} (${escapeHtml(name(value))})</li>`,
  );
  return `<ul>${items.join('')}</ul>`;
}

function fileNames({ runs }: Distinct): string {
  return `${counted(runs.length, 'run')}: ${runs.join(', ')}`;
}
