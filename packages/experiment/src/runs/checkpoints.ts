import { readFile, rm } from 'node:fs/promises';
import { writeAtomically } from '@better-attention/files';
import {
  type Checkpoint,
  type CheckpointMoment,
  decodeSafetensors,
  encodeSafetensors,
  packCheckpoint,
  unpackCheckpoint,
} from '@better-attention/training';

/** Seconds between two writings of a run's checkpoint. */
const INTERVAL = 30;

/** Where an unfinished run is kept, so that it can go on after an interruption. */
export interface CheckpointFile {
  /** The checkpoint, if there is one of the same configuration and sources. */
  read(): Promise<Checkpoint | undefined>;
  /** Makes and keeps a checkpoint, unless the last one was kept less than half a minute ago. */
  write(moment: Pick<CheckpointMoment, 'make'>): Promise<void>;
  /** Removes it. */
  remove(): Promise<void>;
}

/**
 * @param path a `.safetensors` file
 * @param origin tells the run and what it is made from: a checkpoint of another origin is not read
 */
export function checkpointFile(path: string, origin: string): CheckpointFile {
  let written = performance.now();
  return {
    async read() {
      const file = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (file === undefined) return undefined;
      const named = decodeSafetensors(file, path);
      return named.metadata.origin === origin ? unpackCheckpoint(named, path) : undefined;
    },
    async write({ make }) {
      if (performance.now() - written < INTERVAL * 1000) return;
      await writeAtomically(path, encodeSafetensors(packCheckpoint(await make(), { origin })));
      written = performance.now();
    },
    remove: () => rm(path, { force: true }),
  };
}
