import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Holder, heldFolder, holderOf, isGone } from '@better-attention/files';
import type { Table } from '../tables/table.js';
import { claimsFolder } from '../tables/unit-id.js';

/** What a claim's folder holds besides files to go on from. */
const OF_THE_CLAIM = /^holder\.json$|\.partial$/;

/** A unit that was begun and is not recorded. */
export interface Attempt {
  /** Who works on it; nobody where its process has ended. One of another machine counts as working. */
  readonly holder: Holder | undefined;
  /** Whether something is kept to go on from. */
  readonly kept: boolean;
}

/** What is begun of a table's units, by the paths of their claims. */
export async function attemptsIn(table: Pick<Table, 'folder'>): Promise<ReadonlyMap<string, Attempt>> {
  const folder = claimsFolder(table);
  const begun = (await readdir(folder).catch(none)).filter((name) => !name.startsWith('.'));
  const paths = begun.map((name) => join(folder, name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await attemptAt(path)] as const)));
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
