/** The items in their order, beginning with that at position `by`, and after the last with the first. */
export function rotated<Item>(items: readonly Item[], by: number): Item[] {
  return items.map((_, at) => items[(at + by) % items.length] as Item);
}
