import { spread } from '../support/spread.js';

/**
 * The positions of so many examples to look at, of classes as different as can be: one example each of evenly spread classes,
 * and several of a class, evenly spread, where there are fewer classes than that.
 *
 * @param labels the class of each example
 */
export function shownExamples(labels: Int32Array, count: number): number[] {
  const classes = [...new Set(labels)].sort((left, right) => left - right);
  const chosen = spread(count, classes.length).map((at) => classes[at] as number);
  return [...new Set(chosen)].flatMap((label) => {
    const positions = [...labels.keys()].filter((position) => labels[position] === label);
    const wanted = chosen.filter((one) => one === label).length;
    return spread(wanted, positions.length).map((at) => positions[at] as number);
  });
}
