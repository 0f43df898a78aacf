import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isCompanion } from '../entries/companion.js';
import { counted } from '../messages/counted.js';
import { digestFile, digestFolder } from './digest.js';
import { download } from './download.js';
import { cacheFolder, type LocatedFiles, type LocateOptions, locateFiles, mirrorFolder } from './locate.js';
import type { Progress } from './progress.js';
import type { DataSource } from './source.js';

const NAMED = 5;

/** Where data sets are looked for, and whether and how they are fetched. */
export interface ObtainOptions extends LocateOptions {
  /** Never downloads. */
  readonly offline?: boolean | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file of a data set on this machine. */
export interface VerifiedFile {
  readonly path: string;
  /** Absent, like the digest, for an unpacked folder. */
  readonly bytes?: number;
  readonly sha256?: string;
  /** `'other'`: a part, a repacked copy or an unpacked folder, or a file whose published sum isn't known; `'own'`: one's own. */
  readonly state: 'as published' | 'embedded sample' | 'other' | 'own';
}

/** A data set's files, and where they came from. */
export interface ObtainedFiles {
  readonly source: LocatedFiles['source'] | 'download' | 'own files';
  readonly files: readonly VerifiedFile[];
}

/** Of several data sets, the place that is furthest from the machine. */
export function furthest(
  each: readonly { readonly source: ObtainedFiles['source'] }[],
): ObtainedFiles['source'] {
  const order = ['own files', 'embedded sample', 'mirror', 'cache', 'download'] as const;
  return order.findLast((place) => each.some(({ source }) => source === place)) as ObtainedFiles['source'];
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
  if (source.restricted !== undefined) throw await missing(source, options, `and ${source.restricted}`);
  if (options.offline) throw await missing(source, options, 'and nothing may be downloaded (offline)');
  for (const [index, file] of source.files.entries()) {
    await download(file, paths[index] as string, options).catch(async (error: Error) => {
      options.signal?.throwIfAborted();
      throw await missing(source, options, `and the ${error.message}`, error);
    });
  }
  return { source: 'download', files: await verified(source, { source: 'cache', paths }) };
}

async function verified(source: DataSource, located: LocatedFiles): Promise<VerifiedFile[]> {
  return Promise.all(
    located.paths.map(async (path): Promise<VerifiedFile> => {
      const folder = (await stat(path)).isDirectory();
      if (located.source === 'embedded sample') {
        const digest = await (folder ? digestFolder(path) : digestFile(path));
        return { path, ...digest, state: 'embedded sample' };
      }
      if (folder) return { path, state: 'other' };
      const digest = await digestFile(path);
      if (source.files.some(({ sha256 }) => sha256 === digest.sha256)) {
        return { path, ...digest, state: 'as published' };
      }
      const file = source.files.find(({ name }) => name === basename(path));
      if (located.source === 'cache' && file?.sha256 !== undefined) {
        throw new Error(
          `${source.name}: expected ${counted(file.bytes, 'byte')} with SHA-256 ${file.sha256} in ${path}, found ` +
            `${counted(digest.bytes, 'byte')} with SHA-256 ${digest.sha256}; delete the file to have it fetched again`,
        );
      }
      return { path, ...digest, state: 'other' };
    }),
  );
}

async function missing(
  source: DataSource,
  options: LocateOptions,
  reason: string,
  cause?: Error,
): Promise<Error> {
  const mirror = mirrorFolder(options);
  const cache = cacheFolder(options);
  const folders = [mirror, cache]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, source.name));
  const looked = await Promise.all(
    folders.map(async (folder) => `${folder}${await othersIn(folder, source)}`),
  );
  const files = source.files.map(({ url, bytes }) => `${url} (${counted(bytes, 'byte')})`).join(', ');
  return new Error(
    `${source.name}: the full data set is not in ${looked.join(' or ')}, ${reason}. By hand: put ${files} into ` +
      `${join(cache, source.name)}, or set BETTER_ATTENTION_DATA to a folder that has ${source.name}/ with it. ` +
      `Terms: ${source.terms}`,
    { cause },
  );
}

/** What lies in a folder though it isn't read, and which names are; or what lies where that folder should be. */
async function othersIn(folder: string, { files }: DataSource): Promise<string> {
  const others = await entriesOf(folder);
  if (others === undefined) {
    const beside = await entriesOf(dirname(folder));
    return beside === undefined || beside.length === 0
      ? ''
      : ` (there is no such folder; beside it is ${listed(beside)})`;
  }
  if (others.length === 0) return '';
  return ` (which has ${listed(others)}; read are ${files.map(({ name, alternatives }) => `${name} or ${alternatives}`).join(', ')})`;
}

/** The entries of a folder and, of a folder in it, what that has: an unpacked copy often lies deeper. */
async function entriesOf(folder: string): Promise<string[] | undefined> {
  const present = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  return present
    ?.filter(({ name }) => !isCompanion(name) && !name.endsWith('.download'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort();
}

function listed(names: readonly string[]): string {
  return names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '');
}
