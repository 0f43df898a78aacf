/** Where a condition that holds from `low` up to some point ceases to hold, to the last bits, between two ends. */
export function lastPoint(holds: (point: number) => boolean, low: number, high: number): number {
  let [below, above] = [low, high];
  for (let step = 0; step < 64; step++) {
    const middle = (below + above) / 2;
    if (holds(middle)) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** As above, from 0 on, where the end is not known: `guess`, doubled until the condition doesn't hold there. */
export function lastPointFromZero(holds: (point: number) => boolean, guess: number): number {
  let high = guess;
  while (holds(high)) high *= 2;
  return lastPoint(holds, 0, high);
}
