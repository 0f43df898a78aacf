import { unlisted } from './spelling.js';

/** An error that a person can act on: its message is the whole story, so no stack is shown unless asked for. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/**
 * The entry of a record under a name that a person typed.
 *
 * @param what what the name stands for, e.g. `preset`
 * @throws Failure that lists the known names, the nearest first
 */
export function named<Value>(entries: Readonly<Record<string, Value>>, name: string, what: string): Value {
  return entries[oneOf(Object.keys(entries), name, what)] as Value;
}

/** A name that a person typed, where it is one of those that are known. @throws Failure as {@link named} */
export function oneOf(known: readonly string[], name: string, what: string): string {
  if (known.includes(name)) return name;
  throw new Failure(`unknown ${what} ${unlisted(name, known)}`);
}

/** What the system says of a disk that is full or can't be written to. */
const ENVIRONMENTAL = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM']);

/** Whether an error is one of the disk: it would hit whatever is done next alike. */
export function isEnvironmental(error: unknown): boolean {
  return ENVIRONMENTAL.has((error as NodeJS.ErrnoException)?.code ?? '');
}
