import type { NamedArrays, Snapshot } from '@better-attention/training';
import { Failure } from '../support/failure.js';

/** Layers whose shapes follow the data rather than the model: they are drawn anew where they don't fit. */
const OF_THE_DATA = ['patch', 'logits'];

/**
 * A model before its first step, with the parameters of another training in the place of its own. The first and the last
 * layer keep their initial values where their shapes differ, as those of other channels and classes do.
 *
 * @throws Failure naming the first other parameter that is missing or of another shape
 */
export function transferred({ arrays }: NamedArrays, initial: Snapshot): Snapshot {
  const parameters = Object.entries(initial.parameters).map(([name, own]) => {
    const other = arrays[name];
    if (other !== undefined && other.shape.join() === own.shape.join()) return [name, other] as const;
    if (OF_THE_DATA.includes(name.split('.')[0] as string)) return [name, own] as const;
    throw new Failure(
      `fine-tuning: '${name}' is ${other ? `of shape [${other.shape}]` : 'missing'} in the parameters to start from, this model needs [${own.shape}]; ` +
        'both models must be of the same sizes',
    );
  });
  return { ...initial, step: 0, parameters: Object.fromEntries(parameters) };
}
