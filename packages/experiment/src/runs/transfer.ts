import type { NamedArrays, Snapshot } from '@better-attention/training';
import { Failure } from '../support/failure.js';

/** Layers whose shapes follow the data rather than the model: they are drawn anew where they don't fit. */
const OF_THE_DATA = ['patch', 'logits'];

/**
 * A model's initial arrays with the parameters of another training in the place of its own. The first and the last layer
 * keep their initial values where their shapes differ, as those of other channels and classes do.
 *
 * @throws Failure naming the first other parameter that is missing or of another shape
 */
export function transferred({ arrays }: NamedArrays, initial: Snapshot): Snapshot {
  const entries = Object.entries(initial.arrays).map(([path, own]) => {
    if (!path.startsWith('parameters.')) return [path, own] as const;
    const name = path.slice('parameters.'.length);
    const other = arrays[name];
    if (other !== undefined && other.shape.join() === own.shape.join()) return [path, other] as const;
    if (OF_THE_DATA.includes(name.split('.')[0] as string)) return [path, own] as const;
    throw new Failure(
      `fine-tuning: '${name}' is ${other ? `of shape [${other.shape}]` : 'missing'} in the parameters to start from, this model needs [${own.shape}]; ` +
        'both models must be of the same sizes',
    );
  });
  return { step: 0, arrays: Object.fromEntries(entries) };
}
