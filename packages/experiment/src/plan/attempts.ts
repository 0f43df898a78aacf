import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Holder, heldFolder, holderOf, isGone } from '@better-attention/files';

/** The folder beside a table's records that holds what units in the making own, a claim each. */
const UNFINISHED = 'unfinished';
/** What a claim's folder holds besides files to go on from. */
const OF_THE_CLAIM = /^holder\.json$|\.partial$/;

/** A unit that was begun and is not recorded. */
export interface Attempt {
  /** Who works on it; nobody where its process has ended. One of another machine counts as working. */
  readonly holder: Holder | undefined;
  /** Whether something is kept to go on from. */
  readonly kept: boolean;
}

/**
 * What is begun of a table.
 *
 * @param folder that of its records
 * @returns by the names of the units' files without `.json`; nothing where there is none
 */
export async function attemptsIn(folder: string): Promise<ReadonlyMap<string, Attempt>> {
  const names = await readdir(join(folder, UNFINISHED)).catch(none);
  const begun = names.filter((name) => !name.startsWith('.'));
  const attempts = begun.map(
    async (name) => [name, await attemptAt(join(folder, UNFINISHED, name))] as const,
  );
  return new Map(await Promise.all(attempts));
}

async function attemptAt(path: string): Promise<Attempt> {
  const [holder, folder] = await Promise.all([holderOf(path), heldFolder(path)]);
  const files = folder === undefined ? [] : await readdir(folder).catch(none);
  return {
    holder: holder === undefined || isGone(holder) ? undefined : holder,
    kept: files.some((file) => !OF_THE_CLAIM.test(file)),
  };
}

function none(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
