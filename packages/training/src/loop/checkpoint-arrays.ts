import type { ParameterArrays } from '../arrays/parameter-arrays.js';
import type { NamedArrays } from '../arrays/safetensors.js';
import type { Snapshot } from '../engine/engine.js';
import type { Checkpoint } from './checkpoint.js';

/** A checkpoint as the arrays and the metadata of one file; `about` is added to the metadata. */
export function packCheckpoint(
  { epochs, begun, last, best }: Checkpoint,
  about: Readonly<Record<string, string>> = {},
): NamedArrays {
  const state: State = { epochs, begun, step: last?.step, best: best?.epoch };
  return {
    arrays: { ...(last && arraysOf(last)), ...(best && prefixed('best.parameters', best.parameters)) },
    metadata: { ...about, state: JSON.stringify(state) },
  };
}

/**
 * The checkpoint that {@link packCheckpoint} made a file's arrays of.
 *
 * @param where names the file in errors
 * @throws Error when the arrays are not those of a checkpoint
 */
export function unpackCheckpoint({ arrays, metadata }: NamedArrays, where: string): Checkpoint {
  if (metadata.state === undefined) throw new Error(`${where}: expected a checkpoint, got other arrays`);
  const { epochs, begun, step, best } = JSON.parse(metadata.state) as State;
  return {
    epochs,
    begun,
    last: step === undefined ? undefined : snapshotOf(step, arrays),
    best: best === undefined ? undefined : { epoch: best, parameters: below('best.parameters', arrays) },
  };
}

/** What of a checkpoint isn't arrays. */
interface State extends Pick<Checkpoint, 'epochs' | 'begun'> {
  /** The steps taken. */
  readonly step: number | undefined;
  /** The best epoch. */
  readonly best: number | undefined;
}

/** The arrays of a snapshot by their names in the file: `last.parameters.<name>`, `last.slots.<slot>.<name>`. */
function arraysOf({ parameters, slots }: Snapshot): ParameterArrays {
  const ofSlots = Object.entries(slots).map(([slot, arrays]) => prefixed(`last.slots.${slot}`, arrays));
  return Object.assign(prefixed('last.parameters', parameters), ...ofSlots);
}

function snapshotOf(step: number, arrays: ParameterArrays): Snapshot {
  const ofSlots = Object.keys(below('last.slots', arrays));
  const slots = new Set(ofSlots.map((name) => name.slice(0, name.indexOf('.'))));
  return {
    step,
    parameters: below('last.parameters', arrays),
    slots: Object.fromEntries([...slots].map((slot) => [slot, below(`last.slots.${slot}`, arrays)])),
  };
}

function prefixed(group: string, arrays: ParameterArrays): ParameterArrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${group}.${name}`, array]));
}

/** The arrays whose names begin with a group, by the rest of their names. */
function below(group: string, arrays: ParameterArrays): ParameterArrays {
  const inGroup = Object.entries(arrays).filter(([name]) => name.startsWith(`${group}.`));
  return Object.fromEntries(inGroup.map(([name, array]) => [name.slice(group.length + 1), array]));
}
