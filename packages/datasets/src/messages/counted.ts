/** `25,000`, `1 byte`, `25,000 bytes`: a count, with its noun where there is one, as messages show it. */
export function counted(count: number, noun?: string): string {
  const digits = count.toLocaleString('en-US');
  if (noun === undefined) return digits;
  return `${digits} ${noun}${count === 1 ? '' : 's'}`;
}
