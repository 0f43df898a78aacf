import {
  fetchSource,
  listSources,
  locate,
  type ObtainedFiles,
  verifySource,
} from '@better-attention/datasets';
import { dataOptions } from '../runs/data-options.js';
import { Failure, named } from '../support/failure.js';
import { writeDataFacts } from '../tables/data-facts.js';
import { loadExperiment, loadTable } from '../tables/load-table.js';
import { needsData } from '../tables/table-state.js';
import { findWorkspace } from '../workspace/workspace.js';
import { interruptSignal } from './interrupt.js';
import { dataProgress, statusLine } from './progress.js';

/** Fetches a data set into the cache, unless it is on this machine. */
export async function get(name: string): Promise<void> {
  print(name, await fetchSource(known(name), watched()));
}

/** Makes sure that the data of an experiment is on this machine, where it is needed. */
export async function prepare(name: string, { preset }: { preset: string }): Promise<void> {
  const workspace = findWorkspace();
  const table = await loadTable(workspace, name, { preset });
  const { data } = table;
  if (data === undefined) console.log(`${name}: needs no data`);
  else if (await needsData(workspace, table)) {
    print(data.name, await fetchSource(data.name, { ...data.options, ...watched() }));
  } else console.log(`${data.name}: not on this machine, and not needed: all runs are recorded`);
}

/** Writes down, for records that don't say it, what an experiment's data are called and what guessing scores on them. */
export async function describe(name: string, { preset }: { preset: string }): Promise<void> {
  const workspace = findWorkspace();
  const experiment = await loadExperiment(workspace, name, { preset });
  const { dataset, limits } = experiment;
  const loaded = await dataset.load({ ...dataOptions(workspace, experiment), limits, ...watched() });
  const path = await writeDataFacts(workspace.experimentFolder(name), loaded);
  console.log(`${name}: ${workspace.shown(path)} says what the data of preset ${preset} are`);
}

/** Lists the data sets with their publishers, files and terms. */
export async function list(): Promise<void> {
  for (const { name, title, page, terms, citation, files } of listSources()) {
    console.log(`${name}: ${title}`);
    console.log(`  publisher  ${page}`);
    for (const file of files) console.log(`  file       ${file.url} (${megabytes(file.bytes)})`);
    console.log(`  terms      ${terms}`);
    console.log(`  cite       ${citation}`);
  }
}

/** Compares data sets on this machine, one or all, with what their publishers distribute. */
export async function verify(name: string | undefined): Promise<void> {
  const names = name === undefined ? listSources().map((source) => source.name) : [known(name)];
  for (const each of names) {
    if (name === undefined && (await locate(each)) === undefined) console.log(`${each}: not on this machine`);
    else print(each, await verifySource(each));
  }
}

/** Shows where a data set is on this machine. @throws Failure when it is not */
export async function where(name: string): Promise<void> {
  const located = await locate(known(name));
  if (located === undefined) {
    throw new Failure(`${name} is not on this machine; fetch it with: better-attention data get ${name}`);
  }
  for (const path of located.paths) console.log(`${path}  (${located.source})`);
}

function print(name: string, { source, files }: ObtainedFiles): void {
  for (const { path, bytes, sha256, state } of files) {
    const size = bytes === undefined ? '' : `, ${megabytes(bytes)}`;
    console.log(
      `${name}: ${path} (${source}${size}, ${state})${sha256 === undefined ? '' : `\n  sha256 ${sha256}`}`,
    );
  }
}

function known(name: string): string {
  named(Object.fromEntries(listSources().map((source) => [source.name, source])), name, 'data set');
  return name;
}

function watched() {
  return { signal: interruptSignal(), progress: dataProgress(statusLine(process.stderr)) };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
