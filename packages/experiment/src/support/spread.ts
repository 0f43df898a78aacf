/** `count` of the positions 0 … size − 1, evenly spread. */
export function spread(count: number, size: number): number[] {
  return Array.from({ length: count }, (_, at) => Math.floor((at * size) / count));
}
