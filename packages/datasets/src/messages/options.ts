/**
 * Holds the names of options against those that there are, so that a misspelt one is no silent default.
 *
 * @throws TypeError that names the one that isn't known, and all that are
 */
export function assertOptions(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(
      `${where}: expected options such as { ${known[0]}: … }, got ${JSON.stringify(options) ?? String(options)}`,
    );
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`${where}: unknown option '${unknown}'; known: ${known.join(', ')}`);
}
