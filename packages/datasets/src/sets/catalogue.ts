import { type LocatedFiles, type LocateOptions, locateFiles } from '../origin/locate.js';
import { furthest, type ObtainedFiles, type ObtainOptions, obtain } from '../origin/obtain.js';
import type { DataSource } from '../origin/source.js';
import { AMAZON } from './amazon/source.js';
import { ANKI } from './anki/source.js';
import { CIFAR100 } from './cifar100/source.js';
import { EUROPARL } from './europarl/source.js';
import { IMAGENET } from './imagenet/source.js';
import { IMDB } from './imdb/source.js';
import { MNIST } from './mnist/source.js';

/** In the order of their names. */
const SOURCES: readonly DataSource[] = [AMAZON, ANKI, CIFAR100, EUROPARL, IMAGENET, IMDB, MNIST];

/** The data sets that are read as one. */
const COMBINED: Readonly<Record<string, readonly DataSource[]>> = { 'en-es-translation': [ANKI, EUROPARL] };

/** The sources of all data sets, in the order of their names. */
export function listSources(): readonly DataSource[] {
  return SOURCES;
}

/** Finds a data set on this machine, without reading it: in the mirror, or else in the cache. */
export async function locate(name: string, options: LocateOptions = {}): Promise<LocatedFiles | undefined> {
  const located = await Promise.all(sourcesOf(name).map((source) => locateFiles(source, options)));
  const found = located.filter((each) => each !== undefined);
  if (found.length < located.length) return undefined;
  return { source: furthest(found) as LocatedFiles['source'], paths: found.flatMap(({ paths }) => paths) };
}

/** Downloads a data set into the cache, unless it is in the mirror or in the cache, and verifies it. */
export async function fetchSource(name: string, options: ObtainOptions = {}): Promise<ObtainedFiles> {
  const obtained: ObtainedFiles[] = [];
  for (const source of sourcesOf(name)) obtained.push(await obtain(source, options));
  return { source: furthest(obtained), files: obtained.flatMap(({ files }) => files) };
}

/**
 * Compares the files of a data set on this machine with what its publisher distributes; downloads nothing.
 *
 * @throws Error when the data set isn't there, or when a file in the cache is damaged
 */
export async function verifySource(name: string, options: LocateOptions = {}): Promise<ObtainedFiles> {
  return fetchSource(name, { ...options, offline: true });
}

/**
 * The sources of a data set: one, or those that `en-es-translation` combines.
 *
 * @throws Error for a name that no data set has
 */
function sourcesOf(name: string): readonly DataSource[] {
  const sources = COMBINED[name] ?? SOURCES.filter((source) => source.name === name);
  if (sources.length > 0) return sources;
  throw new Error(
    `data set: expected one of ${SOURCES.map((source) => source.name).join(', ')}, got ${name}`,
  );
}
