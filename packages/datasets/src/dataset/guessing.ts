/** What the labels of a test part give to who guesses. */
export interface Guessing {
  /** How many classes there are: by chance, one in so many is right. */
  readonly classes: number;
  /** The share of the commonest class: so much is right for who always says it. */
  readonly majority: number;
}

/**
 * What guessing scores on a test part.
 *
 * @param classes how many there are
 * @param labels of the test part's examples, 0 … classes − 1
 */
export function guessingOf(classes: number, labels: Int32Array): Guessing {
  return { classes, majority: commonestOf(classes, labels).share };
}

/** The label that most examples have, the first of equals, and their share. */
export function commonestOf(
  classes: number,
  labels: Int32Array,
): { readonly label: number; readonly share: number } {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  const most = Math.max(...counts);
  return { label: counts.indexOf(most), share: most / labels.length };
}
