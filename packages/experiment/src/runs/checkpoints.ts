import { readFile, rm } from 'node:fs/promises';
import { writeAtomically } from '@better-attention/records';
import {
  type Checkpoint,
  decodeSafetensors,
  encodeSafetensors,
  type NamedArrays,
  type ShapedArray,
  type Snapshot,
} from '@better-attention/training';

/** Seconds between two writings of a run's checkpoint. */
const INTERVAL = 30;

/** Where an unfinished run is kept, so that it can go on after an interruption. */
export interface CheckpointFile {
  /** The checkpoint, if there is one of the same configuration and sources. */
  read(): Promise<Checkpoint | undefined>;
  /** Makes and keeps a checkpoint, unless the last one was kept less than half a minute ago. */
  write(make: () => Promise<Checkpoint>): Promise<void>;
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
      return named.metadata.origin === origin ? unpacked(named) : undefined;
    },
    async write(make) {
      if (performance.now() - written < INTERVAL * 1000) return;
      await writeAtomically(path, encodeSafetensors(packed(await make(), origin)));
      written = performance.now();
    },
    remove: () => rm(path, { force: true }),
  };
}

function packed({ epochs, last, best }: Checkpoint, origin: string): NamedArrays {
  const { snapshot, ...bestEpoch } = best;
  const steps = { last: last.step, best: snapshot.step };
  return {
    arrays: { ...prefixed('last', last), ...prefixed('best', snapshot) },
    metadata: { origin, state: JSON.stringify({ epochs, best: bestEpoch, steps }) },
  };
}

function unpacked({ arrays, metadata }: NamedArrays): Checkpoint {
  const { epochs, best, steps } = JSON.parse(metadata.state as string);
  const snapshot = (part: 'last' | 'best'): Snapshot => ({
    step: steps[part],
    arrays: Object.fromEntries(
      Object.entries(arrays).flatMap(([name, array]) =>
        name.startsWith(`${part}.`) ? [[name.slice(part.length + 1), array]] : [],
      ),
    ),
  });
  return { epochs, last: snapshot('last'), best: { ...best, snapshot: snapshot('best') } };
}

function prefixed(part: string, { arrays }: Snapshot): Record<string, ShapedArray> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${part}.${name}`, array]));
}
