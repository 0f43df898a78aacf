/** A class by its name, or by its place among the classes from 0. */
export type OwnLabel = string | number;

/** @throws RangeError unless there are at least two classes of different names */
export function assertClasses(name: string, classes: readonly string[]): void {
  if (Array.isArray(classes) && classes.length >= 2 && new Set(classes).size === classes.length) return;
  throw new RangeError(
    `${name}: expected classes to be two or more different names, such as ['negative', 'positive'], got ${JSON.stringify(classes)}`,
  );
}

/** The label of a class that is named or numbered. @throws Error that says where it stands when it is none of the classes */
export function labelIn(name: string, classes: readonly string[], label: unknown, where: string): number {
  const named = classes.indexOf(String(label));
  if (named >= 0) return named;
  const number = typeof label === 'string' && label.trim() !== '' ? Number(label) : label;
  if (Number.isInteger(number) && (number as number) >= 0 && (number as number) < classes.length) {
    return number as number;
  }
  throw new Error(
    `${name}: ${where}: expected a class (${classes.join(', ')}) or its number from 0 to ${classes.length - 1}, found ${JSON.stringify(label)}`,
  );
}
