import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestFile, digestFolder } from '../origin/digest.js';
import type { ObtainedFiles, ObtainOptions, VerifiedFile } from '../origin/obtain.js';

/** A file or folder of one's own: a path, or better `new URL('reviews.csv', import.meta.url)`, which holds wherever it is called. */
export type OwnPath = string | URL;

/** The path of a file or folder of one's own. */
export function pathOf(place: OwnPath): string {
  return typeof place === 'string' ? resolve(place) : fileURLToPath(place);
}

/** What a run's configuration calls it: its name alone, so that a folder may be moved. */
export function nameOf(place: OwnPath): string {
  return basename(pathOf(place));
}

/**
 * Finds the files of a data set of one's own, and says by their digests which they are.
 *
 * @throws Error when one isn't there, or a sample is asked for
 */
export async function obtainOwn(
  name: string,
  places: readonly OwnPath[],
  { use = 'full' }: ObtainOptions,
): Promise<ObtainedFiles> {
  if (use === 'sample') {
    throw new Error(
      `${name}: there is no embedded sample of your own data; leave embeddedSample out of the preset, and use limits for a smaller part`,
    );
  }
  const files = await Promise.all(
    places.map(async (place): Promise<VerifiedFile> => {
      const path = pathOf(place);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) {
        const hint =
          typeof place === 'string'
            ? '; name it by new URL(…, import.meta.url), which holds in every folder'
            : '';
        throw new Error(`${name}: expected a file or folder at ${path}, found nothing there${hint}`);
      }
      const digest = await (found.isDirectory() ? digestFolder(path) : digestFile(path));
      return { path, ...digest, state: 'own' };
    }),
  );
  return { source: 'own files', files };
}
