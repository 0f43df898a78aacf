/** Neighbouring items of one name, with the position of the first. */
export function neighbours<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): { readonly name: string; readonly start: number; readonly items: Item[] }[] {
  const groups: { name: string; start: number; items: Item[] }[] = [];
  for (const [start, item] of items.entries()) {
    const last = groups.at(-1);
    if (last?.name === nameOf(item)) last.items.push(item);
    else groups.push({ name: nameOf(item), start, items: [item] });
  }
  return groups;
}
