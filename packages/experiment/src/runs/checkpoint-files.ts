import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Claim } from '@better-attention/files';
import {
  type Checkpoint,
  decodeSealed,
  encodeSealed,
  packCheckpoint,
  unpackCheckpoint,
} from '@better-attention/training';
import { difference, type Origin } from './origin.js';

/** How many checkpoints of a run are kept, and how many that could not be used. */
const KEPT = 2;
const NAME = /^epochs-\d+-steps-\d+\.safetensors$/;
const SET_ASIDE = '.set-aside';

/** What was there before a sitting. */
export interface History {
  /** How many sittings there were before this one. */
  readonly sittings: number;
  /** The most runs at once on the machine. */
  readonly concurrentRuns: number;
}

/** A checkpoint with what its file says besides. */
interface KeptCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly origin: Partial<Origin>;
  readonly history: History;
}

/** The checkpoints of a run: files in the folder of its claim, the last two. */
export interface CheckpointFiles {
  /**
   * The newest that is whole and of an origin. One that isn't is set aside, with a line that says why.
   *
   * @param own what of the run's origin must be the same
   */
  newest(own: Partial<Origin>): Promise<KeptCheckpoint | undefined>;
  /** Keeps one more. @throws LostClaimError when another process took the claim over, or the system's error */
  write(kept: KeptCheckpoint): Promise<void>;
}

/** @param say is told what is set aside */
export function checkpointFiles(claim: Claim, say: (line: string) => void): CheckpointFiles {
  const { folder } = claim;
  const names = async () => (await readdir(folder).catch(() => [])).sort().reverse();
  const removeAll = (each: readonly string[]) =>
    Promise.all(each.map((name) => rm(join(folder, name), { force: true })));

  async function setAside(name: string, problem: string): Promise<void> {
    say(`the checkpoint ${name} is ${problem}; set aside`);
    await rename(join(folder, name), join(folder, `${name}${SET_ASIDE}`)).catch(() => undefined);
    const aside = (await names()).filter(
      (each) => each.endsWith(SET_ASIDE) && each !== `${name}${SET_ASIDE}`,
    );
    await removeAll(aside.slice(KEPT - 1));
  }

  return {
    async newest(own) {
      const found = await names();
      await removeAll(found.filter((name) => name.endsWith('.partial')));
      for (const name of found.filter((each) => NAME.test(each))) {
        const read = await readCheckpoint(join(folder, name), name);
        const problem = 'problem' in read ? read.problem : difference(read.origin, own);
        if (problem !== undefined) await setAside(name, problem);
        else return read as KeptCheckpoint;
      }
      return undefined;
    },
    async write({ checkpoint, origin, history }) {
      const about = { origin: JSON.stringify(origin), history: JSON.stringify(history) };
      await claim.write(nameOf(checkpoint), encodeSealed(packCheckpoint(checkpoint, about)));
      await removeAll((await names()).filter((name) => NAME.test(name)).slice(KEPT));
    },
  };
}

/** A file's name, so that names sort as the moments they are of. */
function nameOf({ epochs, begun }: Checkpoint): string {
  const padded = (count: number, digits: number) => `${count}`.padStart(digits, '0');
  return `epochs-${padded(epochs.length, 5)}-steps-${padded(begun?.steps ?? 0, 8)}.safetensors`;
}

/** A checkpoint, or what is wrong with its file. */
async function readCheckpoint(
  path: string,
  name: string,
): Promise<KeptCheckpoint | { readonly problem: string }> {
  try {
    const named = decodeSealed(await readFile(path), name);
    const { origin, history } = named.metadata;
    return {
      checkpoint: unpackCheckpoint(named, name),
      origin: JSON.parse(origin as string),
      history: JSON.parse(history as string),
    };
  } catch (error) {
    return { problem: `damaged (${(error as Error).message.replace(`${name}: `, '')})` };
  }
}
