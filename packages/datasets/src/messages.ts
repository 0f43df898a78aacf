/** `1 review`, `25,000 reviews`: a count with its noun, as messages show it. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
