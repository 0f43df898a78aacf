/**
 * Checks that options have no name but those that are known.
 *
 * @param where begins the error's text
 */
export function checkNames(where: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Error(`${where}: '${unknown}' is none of the options ${known.join(', ')}`);
}
