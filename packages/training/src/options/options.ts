/** Which numbers an option takes. */
export interface NumberRange {
  /** In words, after “expected”: `a positive integer`. */
  readonly words: string;
  includes(value: number): boolean;
}

export const positiveInteger: NumberRange = {
  words: 'a positive integer',
  includes: (value) => Number.isSafeInteger(value) && value > 0,
};

export const positive: NumberRange = {
  words: 'a finite number above 0',
  includes: (value) => Number.isFinite(value) && value > 0,
};

export const notNegative: NumberRange = {
  words: 'a finite number of at least 0',
  includes: (value) => Number.isFinite(value) && value >= 0,
};

/** What a decay of running means may be. */
export const belowOne: NumberRange = {
  words: 'a number from 0 to below 1',
  includes: (value) => value >= 0 && value < 1,
};

/**
 * Checks one option.
 *
 * @param name the option with what it is of: `adam: learningRate`
 * @throws RangeError naming the option, what was expected and what was given
 */
export function requireNumber(name: string, value: unknown, range: NumberRange): void {
  if (typeof value === 'number' && range.includes(value)) return;
  throw new RangeError(`${name}: expected ${range.words}, got ${shown(value)}`);
}

/** A given value in an error. */
function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
