import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isCompanion } from '../entries/companion.js';
import { assertOptions } from '../messages/options.js';
import type { DataSource, PublishedFile } from './source.js';

/** How many levels below a data set's folder its files may lie, and how many folders are looked into. */
const DEEPEST = 3;
const MOST_FOLDERS = 100;

/** Where data sets are looked for. */
export interface LocateOptions {
  /** `'full'` (the default) takes the data set itself, `'sample'` the embedded sample, whatever else is there. */
  readonly use?: 'full' | 'sample' | undefined;
  /** A folder with a folder of each data set, read only. By default the value of `BETTER_ATTENTION_DATA`. */
  readonly mirror?: string | undefined;
  /**
   * The folder for downloads, laid out alike. By default the value of `BETTER_ATTENTION_CACHE`, or else
   * `better-attention` in `XDG_CACHE_HOME` or `~/.cache`.
   */
  readonly cache?: string | undefined;
  /** The folder of the embedded samples, laid out alike. By default that of `@better-attention/samples`, where it is installed. */
  readonly samples?: string | undefined;
}

/** The files or folders of a data set, in the order of the source's files and, of one of these, of their names. */
export interface LocatedFiles {
  readonly source: 'mirror' | 'cache' | 'embedded sample';
  readonly paths: readonly string[];
}

/**
 * Finds a data set's files on this machine: in the mirror, or else in the cache.
 *
 * @throws TypeError for an option that there isn't, before anything is looked for
 * @throws Error when the mirror isn't a folder, or when a sample is asked for and isn't there
 */
export async function locateFiles(
  source: DataSource,
  options: LocateOptions = {},
): Promise<LocatedFiles | undefined> {
  assertPlaces(source.name, options);
  if (options.use === 'sample')
    return { source: 'embedded sample', paths: await samplePaths(source, options.samples) };
  const mirror = mirrorFolder(options);
  if (mirror !== undefined) {
    const found = await stat(mirror).catch(() => undefined);
    if (!found?.isDirectory()) {
      throw new Error(
        `mirror (BETTER_ATTENTION_DATA): expected a folder at ${mirror}, found ${found ? 'a file' : 'nothing'}`,
      );
    }
    const paths = await filesIn(mirror, source);
    if (paths) return { source: 'mirror', paths };
  }
  const paths = await filesIn(cacheFolder(options), source);
  return paths && { source: 'cache', paths };
}

/** What {@link locateFiles} and what goes on with it take. */
const KNOWN = ['use', 'mirror', 'cache', 'samples', 'offline', 'progress', 'signal', 'limits'];

/** @throws TypeError for an option that there isn't @throws RangeError for another use */
function assertPlaces(name: string, options: LocateOptions): void {
  assertOptions(name, options, KNOWN);
  const { use, limits } = options as LocateOptions & { readonly limits?: object };
  if (use !== undefined && use !== 'full' && use !== 'sample') {
    throw new RangeError(`${name}: expected use 'full' or 'sample', got ${JSON.stringify(use)}`);
  }
  if (limits !== undefined) assertOptions(`${name}: limits`, limits, ['train', 'test']);
}

/** The package of the embedded samples. */
const SAMPLES = '@better-attention/samples';

/** The folder of the package of samples, beside this one or where the process was started; nothing where it isn't installed. */
function installedSamples(): string | undefined {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return dirname(createRequire(from).resolve(SAMPLES));
    } catch {}
  }
  return undefined;
}

/** The folder in which copies of data sets are looked for first, if there is one. */
export function mirrorFolder({ mirror }: LocateOptions): string | undefined {
  const folder = mirror || process.env.BETTER_ATTENTION_DATA;
  return folder ? resolve(folder) : undefined;
}

/** The folder in which downloads are kept. */
export function cacheFolder({ cache }: LocateOptions): string {
  const { BETTER_ATTENTION_CACHE, XDG_CACHE_HOME } = process.env;
  return resolve(
    cache || BETTER_ATTENTION_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'better-attention'),
  );
}

/** The files of a data set in its folder, or else in the first folder below it that has them all, as unpackers leave them. */
async function filesIn(root: string, source: DataSource): Promise<string[] | undefined> {
  const { name } = source;
  const folder = join(root, name);
  await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return;
    throw new Error(`${name}: expected a folder that can be read at ${folder}, got ${error.code}`, {
      cause: error,
    });
  });
  let level = [folder];
  let looked = 0;
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const below: string[] = [];
    for (const each of level.slice(0, MOST_FOLDERS - looked)) {
      looked++;
      const entries = await entriesOf(each);
      const found = await chosenFrom(each, entries, source);
      if (found !== undefined) return found;
      below.push(...entries.filter((entry) => entry.isDirectory()).map((entry) => join(each, entry.name)));
    }
    level = below;
  }
  return undefined;
}

/** What lies in a folder, in the order of names, without what systems lay beside it and unfinished downloads. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  const present = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return present
    .filter(({ name }) => !isCompanion(name) && !name.endsWith('.download'))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The files of a data set among the entries of a folder, if all are there. */
async function chosenFrom(
  folder: string,
  entries: readonly Dirent[],
  { name, files }: DataSource,
): Promise<string[] | undefined> {
  const chosen = await Promise.all(
    files.map(async (file) => {
      const named = entries.map((entry) => entry.name).filter((entry) => file.alternatives.test(entry));
      const kinds = await Promise.all(named.map((entry) => isAccepted(name, join(folder, entry), file)));
      const accepted = named.filter((_, at) => kinds[at]);
      if (file.several) return accepted;
      return accepted.includes(file.name) ? [file.name] : accepted.slice(0, 1);
    }),
  );
  return chosen.every((each) => each.length > 0)
    ? chosen.flat().map((entry) => join(folder, entry))
    : undefined;
}

/**
 * Whether an entry of the right name is a file, or a folder where there may be one.
 * @throws Error when it is a link to nothing: a part of the data set would be missing without a word
 */
async function isAccepted(set: string, path: string, { unpacked }: PublishedFile): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${set}: expected a file that can be read at ${path}, got ${error.code}${error.code === 'ENOENT' ? ', a link whose file is gone' : ''}; ` +
        'restore it, or take the entry out',
      { cause: error },
    );
  });
  return found.isFile() || (unpacked === true && found.isDirectory());
}

async function samplePaths({ name, sample }: DataSource, given: string | undefined): Promise<string[]> {
  const samples = given ?? installedSamples();
  if (samples === undefined) {
    throw new Error(
      `${name}: expected the package ${SAMPLES}, or the option samples, the folder of the embedded samples; ` +
        `run: npm install ${SAMPLES}`,
    );
  }
  const paths = sample.map((file) => resolve(samples, name, file));
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found) throw new Error(`${name}: expected the embedded sample at ${path}, found nothing there`);
  }
  return paths;
}
