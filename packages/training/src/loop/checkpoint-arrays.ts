import type { ParameterArrays } from '../arrays/parameter-arrays.js';
import type { NamedArrays } from '../arrays/safetensors.js';
import type { Snapshot } from '../engine/engine.js';
import type { Checkpoint } from './loop.js';

/** A checkpoint as the arrays and the metadata of one file; `about` is added to the metadata. */
export function packCheckpoint(
  { epochs, last, best }: Checkpoint,
  about: Readonly<Record<string, string>> = {},
): NamedArrays {
  const { snapshot, ...bestEpoch } = best;
  const steps = { last: last.step, best: snapshot.step };
  return {
    arrays: { ...namedArrays('last', last), ...namedArrays('best', snapshot) },
    metadata: { ...about, state: JSON.stringify({ epochs, best: bestEpoch, steps }) },
  };
}

/** The checkpoint that {@link packCheckpoint} made a file's arrays of. */
export function unpackCheckpoint({ arrays, metadata }: NamedArrays): Checkpoint {
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
