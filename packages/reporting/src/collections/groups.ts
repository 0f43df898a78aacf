/** Items by their key, in the order in which keys first appear. */
export function groupBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Different numbers, each once, from the least. */
export function ascending(values: Iterable<number>): number[] {
  return [...new Set(values)].sort((left, right) => left - right);
}
