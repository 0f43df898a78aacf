import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { digestFile } from './digest.js';
import { download } from './download.js';
import { cacheFolder, type LocatedFiles, type LocateOptions, locateFiles, mirrorFolder } from './locate.js';
import { counted } from './messages.js';
import type { Progress } from './progress.js';
import { type DataSource, type PublishedFile, sourceOf } from './sources.js';

/** Where data sets are looked for, and whether and how they are fetched. */
export interface ObtainOptions extends LocateOptions {
  /** Never downloads. */
  offline?: boolean | undefined;
  progress?: Progress | undefined;
  signal?: AbortSignal | undefined;
}

/** A file of a data set on this machine. */
export interface VerifiedFile {
  path: string;
  /** Absent, like the digest, for an unpacked folder. */
  bytes?: number;
  sha256?: string;
  /** `'other'`: a part, a repacked copy or an unpacked folder, which the publisher's sum says nothing about. */
  state: 'as published' | 'embedded sample' | 'other';
}

/** A data set's files, and where they came from. */
export interface ObtainedFiles {
  source: LocatedFiles['source'] | 'download';
  files: readonly VerifiedFile[];
}

/** Finds a data set on this machine, without reading it: in the mirror, or else in the cache. */
export async function locate(name: string, options: LocateOptions = {}): Promise<LocatedFiles | undefined> {
  return locateFiles(sourceOf(name), options);
}

/** Downloads a data set into the cache, unless it is in the mirror or in the cache, and verifies it. */
export async function fetchSource(name: string, options: ObtainOptions = {}): Promise<ObtainedFiles> {
  return obtain(sourceOf(name), options);
}

/**
 * Compares the files of a data set on this machine with what its publisher distributes; downloads nothing.
 *
 * @throws Error when the data set isn't there, or when a file in the cache is damaged
 */
export async function verifySource(name: string, options: LocateOptions = {}): Promise<ObtainedFiles> {
  return obtain(sourceOf(name), { ...options, offline: true });
}

/**
 * The files of a data set: those of the mirror, or else of the cache, or else downloaded from the publisher into the
 * cache.
 *
 * @throws Error when they can't be had, with what was tried and how to place them by hand
 */
export async function obtain(source: DataSource, options: ObtainOptions = {}): Promise<ObtainedFiles> {
  const located = await locateFiles(source, options);
  if (located) return { source: located.source, files: await verified(source, located) };

  const paths = source.files.map((file) => join(cacheFolder(options), source.name, file.name));
  if (options.offline) throw missing(source, options, 'and nothing may be downloaded (offline)');
  for (const [index, file] of source.files.entries()) {
    await download(file, paths[index] as string, options).catch((error: Error) => {
      options.signal?.throwIfAborted();
      throw missing(source, options, `and the ${error.message}`, error);
    });
  }
  return { source: 'download', files: await verified(source, { source: 'cache', paths }) };
}

async function verified(source: DataSource, located: LocatedFiles): Promise<VerifiedFile[]> {
  return Promise.all(
    located.paths.map(async (path, index): Promise<VerifiedFile> => {
      if ((await stat(path)).isDirectory()) return { path, state: 'other' };
      const digest = await digestFile(path);
      if (located.source === 'embedded sample') return { path, ...digest, state: 'embedded sample' };
      const file = source.files[index] as PublishedFile;
      if (digest.sha256 === file.sha256) return { path, ...digest, state: 'as published' };
      if (located.source === 'cache' && basename(path) === file.name) {
        throw new Error(
          `${source.name}: expected ${counted(file.bytes, 'byte')} with SHA-256 ${file.sha256} in ${path}, found ` +
            `${counted(digest.bytes, 'byte')} with SHA-256 ${digest.sha256}; delete the file to have it fetched again`,
        );
      }
      return { path, ...digest, state: 'other' };
    }),
  );
}

function missing(source: DataSource, options: LocateOptions, reason: string, cause?: Error): Error {
  const mirror = mirrorFolder(options);
  const cache = cacheFolder(options);
  const looked = [mirror, cache]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, source.name));
  const files = source.files.map(({ url, bytes }) => `${url} (${counted(bytes, 'byte')})`).join(', ');
  return new Error(
    `${source.name}: the full data set is not in ${looked.join(' or ')}, ${reason}. By hand: put ${files} into ` +
      `${join(cache, source.name)}, or set BETTER_ATTENTION_DATA to a folder that has ${source.name}/ with it. ` +
      `Terms: ${source.terms}`,
    { cause },
  );
}
