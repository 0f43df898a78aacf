import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { heldFolder, holderOf, isGone, isHere } from '@better-attention/files';
import { CLAIMS } from './claims.js';
import type { Workspace } from './workspace.js';

/** Milliseconds between two counts. */
const INTERVAL = 2_000;

/** Counts the units that are measured on this machine at once. */
export interface MachineWatch {
  /** The most at once since the watch began, at least 1. */
  most(): number;
  stop(): void;
}

/** Watches the claims of all tables and presets of a workspace whose holders live on this machine. */
export async function watchMachine(workspace: Pick<Workspace, 'recordsFolders'>): Promise<MachineWatch> {
  const elsewhere = new Set<string>();
  let most = 1;
  const count = async () => {
    const held = await Promise.all((await claims(workspace)).map((path) => isHeldHere(path, elsewhere)));
    most = Math.max(most, held.filter(Boolean).length);
  };
  await count();
  const timer = setInterval(() => void count().catch(() => undefined), INTERVAL);
  timer.unref();
  return { most: () => most, stop: () => clearInterval(timer) };
}

/** Whether a living process of this machine holds a claim. Those of other machines are remembered, as they never come here. */
async function isHeldHere(path: string, elsewhere: Set<string>): Promise<boolean> {
  const folder = await heldFolder(path).catch(() => undefined);
  if (folder === undefined || elsewhere.has(folder)) return false;
  const holder = await holderOf(path).catch(() => undefined);
  if (holder === undefined) return false;
  if (isHere(holder)) return !isGone(holder);
  elsewhere.add(folder);
  return false;
}

/** The paths of all claims of a workspace. */
async function claims(workspace: Pick<Workspace, 'recordsFolders'>): Promise<string[]> {
  const folders = (await workspace.recordsFolders()).map(async (records) => {
    const folder = join(records, CLAIMS);
    const names = await readdir(folder).catch(() => []);
    return names.map((name) => join(folder, name));
  });
  return (await Promise.all(folders)).flat();
}
