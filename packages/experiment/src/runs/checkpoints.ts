import { readFile, rm } from 'node:fs/promises';
import { writeAtomically } from '@better-attention/records';
import {
  type Checkpoint,
  decodeSafetensors,
  encodeSafetensors,
  type NamedArrays,
  type ParameterArrays,
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
    arrays: { ...namedArrays('last', last), ...namedArrays('best', snapshot) },
    metadata: { origin, state: JSON.stringify({ epochs, best: bestEpoch, steps }) },
  };
}

function unpacked({ arrays, metadata }: NamedArrays): Checkpoint {
  const { epochs, best, steps } = JSON.parse(metadata.state as string);
  const snapshot = (part: Part): Snapshot => ({ step: steps[part], ...arraysOf(part, arrays) });
  return { epochs, last: snapshot('last'), best: { ...best, snapshot: snapshot('best') } };
}

/** The two snapshots of a checkpoint. */
type Part = 'last' | 'best';

/** The arrays of a snapshot by their names in the file: `last.parameters.<name>`, `last.slots.<slot>.<name>`. */
function namedArrays(part: Part, { parameters, slots }: Snapshot): ParameterArrays {
  const groups = [
    [`${part}.parameters`, parameters] as const,
    ...Object.entries(slots).map(([slot, arrays]) => [`${part}.slots.${slot}`, arrays] as const),
  ];
  return Object.fromEntries(
    groups.flatMap(([group, arrays]) =>
      Object.entries(arrays).map(([name, array]) => [`${group}.${name}`, array]),
    ),
  );
}

/** The arrays of a snapshot from those of the file. */
function arraysOf(part: Part, arrays: ParameterArrays): Pick<Snapshot, 'parameters' | 'slots'> {
  const ofSlots = Object.keys(below(`${part}.slots`, arrays));
  const slots = new Set(ofSlots.map((name) => name.slice(0, name.indexOf('.'))));
  return {
    parameters: below(`${part}.parameters`, arrays),
    slots: Object.fromEntries([...slots].map((slot) => [slot, below(`${part}.slots.${slot}`, arrays)])),
  };
}

/** The arrays whose names begin with a group, by the rest of their names. */
function below(group: string, arrays: ParameterArrays): ParameterArrays {
  const inGroup = Object.entries(arrays).filter(([name]) => name.startsWith(`${group}.`));
  return Object.fromEntries(inGroup.map(([name, array]) => [name.slice(group.length + 1), array]));
}
