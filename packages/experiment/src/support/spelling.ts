/** The name of a list that another is most likely a slip of: at most a third of its letters added, left out, changed or swapped. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const [nearest] = known
    .map((each) => ({ each, slips: slipsBetween(wanted, each.toLowerCase()) }))
    .filter(({ each, slips }) => slips <= Math.max(1, Math.floor(each.length / 3)))
    .sort((left, right) => left.slips - right.slips);
  return nearest?.each;
}

/** What is said of a name that a list lacks: `'imbd'; did you mean imdb? Known: cifar100, imdb`. */
export function unlisted(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const all = known.join(', ');
  return nearest === undefined
    ? `'${name}'; known: ${all}`
    : `'${name}'; did you mean ${nearest}? Known: ${all}`;
}

/** How many letters have to be added, left out, changed, or swapped with their neighbour. */
function slipsBetween(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    for (let column = 1; column <= to.length; column++) {
      const change = from[row - 1] === to[column - 1] ? 0 : 1;
      const slips = [
        (next[column - 1] as number) + 1,
        (last[column] as number) + 1,
        (last[column - 1] as number) + change,
      ];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) slips.push((beforeLast[column - 2] as number) + 1);
      next.push(Math.min(...slips));
    }
    beforeLast = last;
    last = next;
  }
  return last[to.length] as number;
}
