import type { ObtainedFiles } from '@better-attention/datasets';
import { Command } from 'commander';
import { Failure, named } from '../support/failure.js';
import { loadTable } from '../tables/load-table.js';
import { findWorkspace } from '../workspace/workspace.js';
import { interruptSignal } from './interrupt.js';
import { presetOption } from './options.js';
import { dataProgress, statusLine } from './progress.js';

/** The readers, once a command needs them. */
const datasets = () => import('@better-attention/datasets');

/** `better-attention data`: what data sets there are, where they are, and how to get them. */
export function dataCommand(): Command {
  const data = new Command('data').description('list, find, fetch and verify data sets');
  data.command('list').description('the data sets, their publishers and terms').action(list);
  data
    .command('where')
    .description('where a data set is on this machine')
    .argument('<name>', 'a data set of the list')
    .action(where);
  data
    .command('get')
    .description('fetch a data set into the cache, unless it is on this machine')
    .argument('<name>', 'a data set of the list')
    .action(get);
  data
    .command('verify')
    .description('compare a data set on this machine with what its publisher distributes')
    .argument('[name]', 'a data set of the list (default: all that are on this machine)')
    .action(verify);
  data
    .command('prepare')
    .description('make sure that the data of an experiment is on this machine')
    .argument('<experiment>', 'which table')
    .addOption(presetOption())
    .action(prepare);
  return data;
}

async function get(name: string): Promise<void> {
  const { fetchSource } = await datasets();
  print(name, await fetchSource(await known(name), watched()));
}

async function prepare(name: string, { preset }: { preset: string }): Promise<void> {
  const [{ fetchSource }, { needsData }] = await Promise.all([
    datasets(),
    import('../tables/table-state.js'),
  ]);
  const workspace = findWorkspace();
  const table = await loadTable(workspace, name, { preset });
  const { data } = table;
  if (data === undefined) console.log(`${name}: needs no data`);
  else if (await needsData(workspace, table)) {
    print(data.name, await fetchSource(data.name, { ...data.options, ...watched() }));
  } else console.log(`${data.name}: not on this machine, and not needed: all runs are recorded`);
}

async function list(): Promise<void> {
  const { listSources } = await datasets();
  for (const { name, title, page, terms, citation, files } of listSources()) {
    console.log(`${name}: ${title}`);
    console.log(`  publisher  ${page}`);
    for (const file of files) console.log(`  file       ${file.url} (${megabytes(file.bytes)})`);
    console.log(`  terms      ${terms}`);
    console.log(`  cite       ${citation}`);
  }
}

async function verify(name: string | undefined): Promise<void> {
  const { listSources, locate, verifySource } = await datasets();
  const names = name === undefined ? listSources().map((source) => source.name) : [await known(name)];
  for (const each of names) {
    if (name === undefined && (await locate(each)) === undefined) console.log(`${each}: not on this machine`);
    else print(each, await verifySource(each));
  }
}

async function where(name: string): Promise<void> {
  const { locate } = await datasets();
  const located = await locate(await known(name));
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

async function known(name: string): Promise<string> {
  const { listSources } = await datasets();
  named(Object.fromEntries(listSources().map((source) => [source.name, source])), name, 'data set');
  return name;
}

function watched() {
  return { signal: interruptSignal(), progress: dataProgress(statusLine(process.stderr)) };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
