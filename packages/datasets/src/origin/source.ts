import { CATALOGUE } from '../sets/catalogue.js';

/** A file as its publisher distributes it. */
export interface PublishedFile {
  name: string;
  url: string;
  /** Its size, rounded where `sha256` is absent. */
  bytes: number;
  /** Absent where the publisher's file was never seen whole: a download of it is checked by its own format alone. */
  sha256?: string;
  /** Other names under which its content is accepted: parts, or the unpacked folder. */
  alternatives: RegExp;
  /** Whether every file with such a name belongs to the data set, not only one. */
  several?: true;
}

/** A data set's files, and what its users should know. */
export interface DataSource {
  /** The name of the data set, and of its folder in a mirror, in the cache and in the samples. */
  name: string;
  title: string;
  citation: string;
  terms: string;
  /** The publisher's page. */
  page: string;
  files: readonly PublishedFile[];
  /** The file names of the embedded sample, in the order of `files`. */
  sample: readonly string[];
  /** Why the publisher's files can't be downloaded without its consent, where that is so. */
  restricted?: string;
}

/** The sources of all data sets, in the order of their names. */
export function listSources(): readonly DataSource[] {
  return CATALOGUE;
}

/** @throws Error for a name that no data set has */
export function sourceOf(name: string): DataSource {
  const source = CATALOGUE.find((candidate) => candidate.name === name);
  if (!source) {
    const known = CATALOGUE.map((candidate) => candidate.name).join(', ');
    throw new Error(`data set: expected one of ${known}, got ${name}`);
  }
  return source;
}

/** The data sets that are read as one. */
const COMBINED: Readonly<Record<string, readonly string[]>> = { 'en-es-translation': ['anki', 'europarl'] };

/**
 * The sources of a data set: one, or those that `en-es-translation` combines.
 *
 * @throws Error for a name that no data set has
 */
export function sourcesOf(name: string): readonly DataSource[] {
  return (COMBINED[name] ?? [name]).map(sourceOf);
}
