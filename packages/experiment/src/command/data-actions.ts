import {
  type DataSource,
  fetchSource,
  listSources,
  locate,
  type ObtainedFiles,
  verifySource,
} from '@better-attention/datasets';
import { dataOptions } from '../runs/data-options.js';
import { Failure, oneOf } from '../support/failure.js';
import { writeDataFacts } from '../tables/data-facts.js';
import { loadExperiment, loadTable, requireName } from '../tables/load-table.js';
import { needsData } from '../tables/table-state.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import { interruptSignal } from './interrupt.js';
import { dataProgress, statusLine } from './progress.js';

/** Whether what is found is printed as JSON. */
interface Printing {
  readonly json?: true;
}

/** Fetches a data set into the cache, unless it is on this machine. */
export async function get(name: string | undefined, options: Printing): Promise<void> {
  const chosen = known(name);
  print([[chosen, await fetchSource(chosen, watched())]], options);
}

/** Makes sure that the data of an experiment is on this machine, where it is needed. */
export async function prepare(asked: string | undefined, { preset }: { preset: string }): Promise<void> {
  const workspace = findWorkspace();
  const name = await requireName(workspace, asked);
  const table = await loadTable(workspace, name, { preset });
  const { data } = table;
  if (data === undefined) console.log(`${name}: needs no data`);
  else if (await needsData(workspace, table)) {
    print([[data.name, await data.fetch(watched())]]);
  } else console.log(`${data.name}: not on this machine, and not needed: all runs are recorded`);
}

/** Writes down, for records that don't say it, what an experiment's data are called and what guessing scores on them. */
export async function describe(asked: string | undefined, { preset }: { preset: string }): Promise<void> {
  const workspace = findWorkspace();
  const name = await requireName(workspace, asked);
  const experiment = await loadExperiment(workspace, name, { preset });
  const { dataset, limits } = experiment;
  const loaded = await dataset.load({ ...dataOptions(experiment), limits, ...watched() });
  const path = await writeDataFacts(await workspace.experimentFolder(name), loaded);
  console.log(`${name}: ${workspace.shown(path)} says what the data of preset ${preset} are`);
}

/** Lists the data sets with their publishers, files and terms. */
export async function list({ json }: Printing): Promise<void> {
  if (json) return console.log(JSON.stringify(listSources().map(described), null, 2));
  for (const { name, title, page, terms, citation, files } of listSources()) {
    console.log(`${name}: ${title}`);
    console.log(`  publisher  ${page}`);
    for (const file of files) console.log(`  file       ${file.url} (${megabytes(file.bytes)})`);
    console.log(`  terms      ${terms}`);
    console.log(`  cite       ${citation}`);
  }
}

/** Compares data sets on this machine, one or all, with what their publishers distribute. */
export async function verify(name: string | undefined, options: Printing): Promise<void> {
  const names = name === undefined ? sourceNames() : [known(name)];
  const found: [string, ObtainedFiles | undefined][] = [];
  for (const each of names) {
    const isAbsent = name === undefined && (await locate(each)) === undefined;
    found.push([each, isAbsent ? undefined : await verifySource(each)]);
    if (!options.json) print(found.slice(-1));
  }
  if (options.json) print(found, options);
}

/** Shows where a data set is on this machine. @throws Failure when it is not */
export async function where(asked: string | undefined, { json }: Printing): Promise<void> {
  const name = known(asked);
  const located = await locate(name);
  if (located === undefined) {
    throw new Failure(
      `${name} is not on this machine; fetch it with: ${findWorkspace().lines.command(`data get ${name}`)}`,
    );
  }
  if (json) console.log(JSON.stringify({ name, ...located }, null, 2));
  else for (const path of located.paths) console.log(`${path}  (${located.source})`);
}

type Found = readonly [name: string, files: ObtainedFiles | undefined];

function print(found: readonly Found[], { json }: Printing = {}): void {
  if (json) {
    const sets = found.map(([name, files]) => ({
      name,
      source: files?.source ?? null,
      files: files?.files ?? [],
    }));
    console.log(JSON.stringify(sets, null, 2));
    return;
  }
  for (const [name, files] of found) {
    if (files === undefined) console.log(`${name}: not on this machine`);
    else printFiles(name, files);
  }
}

function printFiles(name: string, { source, files }: ObtainedFiles): void {
  for (const { path, bytes, sha256, state } of files) {
    const size = bytes === undefined ? '' : `, ${megabytes(bytes)}`;
    console.log(
      `${name}: ${path} (${source}${size}, ${state})${sha256 === undefined ? '' : `\n  sha256 ${sha256}`}`,
    );
  }
}

/** A source as JSON says it. */
function described({ files, sample: _, ...source }: DataSource) {
  return { ...source, files: files.map(({ alternatives: _alternatives, ...file }) => file) };
}

function sourceNames(): string[] {
  return listSources().map((source) => source.name);
}

function known(name: string | undefined): string {
  const names = sourceNames();
  if (name === undefined) throw new Failure(`which data set? One of: ${names.join(', ')}`);
  return oneOf(names, name, 'data set');
}

function watched() {
  return { signal: interruptSignal(), progress: dataProgress(statusLine(process.stderr)) };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
