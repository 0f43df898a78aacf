import {
  commonProvenanceOf,
  type Distinct,
  type ProvenanceEntry,
  provenanceOf,
  recordedBetween,
} from '../input/provenance.js';
import { type AnyRecord, everyRecord, isTraining } from '../input/tables.js';
import { isMeasured } from '../input/unmeasured.js';
import type { BuiltTable } from '../report/report.js';
import { counted, listed } from '../text/format.js';
import { type Html, html, htmlLines } from '../text/html.js';
import type { SitePage } from './document.js';
import { block, MOST_OPEN } from './elements.js';

/** What all records share, then what those of every table used, and where they differ which record used what. */
export function provenancePage(tables: readonly BuiltTable[]): SitePage {
  const main = htmlLines([
    block('All records', 'all', commonEntries(tables)),
    block('All runs', 'files', runsFiles(tables)),
    ...tables.map((table) => block(table.input.title, table.input.name, tableEntries(table))),
  ]);
  return { path: 'pages/provenance.html', label: 'Provenance', title: 'Provenance', main };
}

/** Links to what has the runs of all tables; nothing without runs. */
function runsFiles(tables: readonly BuiltTable[]): Html | undefined {
  if (!tables.filter(isTraining).some(({ input }) => isMeasured(input))) return undefined;
  return html`<p>A row a run: <a href="../tables/runs.csv">runs.csv</a>; its columns: <a href="../tables/runs.md">runs.md</a>. The paper and the data sets for BibTeX: <a href="../tables/references.bib">references.bib</a>.</p>`;
}

function commonEntries(tables: readonly BuiltTable[]): Html {
  const records = new Map<string, AnyRecord>(
    tables.flatMap(({ input }) =>
      [...everyRecord(input)].map(([file, record]) => [`${input.name}/${file}`, record] as const),
    ),
  );
  if (records.size === 0) return html`<p>No records.</p>`;
  return renderEntries(
    [...commonProvenanceOf(records), single('Recorded', recordedBetween(records))],
    ({ files }) =>
      html`${counted(files.length, 'record')} of ${listed([...new Set(files.map((file) => file.split('/')[0] as string))])}`,
  );
}

function tableEntries(table: BuiltTable): Html {
  const records = everyRecord(table.input);
  if (records.size === 0) return html`<p>${isTraining(table) ? 'No runs.' : 'Nothing is recorded yet.'}</p>`;
  const entries = provenanceOf(records);
  if (!isTraining(table)) return renderEntries([...entries, single('Measured', recordedBetween(records))]);
  const comparable = table.comparability.times
    ? 'yes: one engine, machine and set of versions'
    : 'no: engines, machines, versions or data differ';
  return renderEntries([
    ...entries,
    single('Trained', recordedBetween(records)),
    single('Times comparable', comparable),
  ]);
}

function single(label: string, text: string): ProvenanceEntry {
  return { label, values: [{ text, files: [] }] };
}

function renderEntries(entries: readonly ProvenanceEntry[], name = fileNames): Html {
  const rendered = entries.map(
    ({ label, values }) => html`<dt>${label}</dt><dd>${renderValues(values, name)}</dd>`,
  );
  return html`<dl>${htmlLines(rendered)}</dl>`;
}

function renderValues(values: readonly Distinct[], name: (value: Distinct) => Html): Html {
  const [only] = values;
  if (only && values.length === 1) return html`${only.text}`;
  const items = values.map((value) => html`<li>${value.text || 'none'} (${name(value)})</li>`);
  return html`<ul>${items}</ul>`;
}

/** The runs of a value by their files; folded where they are many, and left out of print, which has them in `runs.csv`. */
function fileNames({ files }: Distinct): Html {
  const number = counted(files.length, 'run');
  const names = files.join(', ');
  if (files.length <= MOST_OPEN) return html`${number}: ${names}`;
  return html`${number}<details class="screen"><summary>Which</summary>${names}</details>`;
}
