import { counted } from '../messages/counted.js';

/** What {@link assertPart} takes. */
export interface PartCheck {
  /** Of the data set. */
  readonly name: string;
  readonly part: 'train' | 'test';
  /** The class of each example. */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /** Where the examples were read from. */
  readonly paths: readonly string[];
}

/**
 * Holds a part of a data set against what training and evaluation take for granted.
 *
 * @throws Error when it is empty, or when a label is no class
 */
export function assertPart({ name, part, labels, classes, paths }: PartCheck): void {
  const where = `the ${part} part of ${paths.join(', ')}`;
  if (labels.length === 0) throw new Error(`${name}: expected examples in ${where}, found none`);
  for (let example = 0; example < labels.length; example++) {
    const label = labels[example] as number;
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new Error(
      `${name}: expected labels from 0 to ${counted(classes - 1)} in ${where}, found ${label} at example ${example}; ` +
        'fetch the data again',
    );
  }
}
