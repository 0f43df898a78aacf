import { belowOne, type NumberRange, notNegative, positive, requireNumber } from '../options/options.js';

/** What each setting of an optimiser may be, whichever optimiser has it. */
const RANGES = {
  learningRate: notNegative,
  weightDecay: notNegative,
  beta1: belowOne,
  beta2: belowOne,
  rho: belowOne,
  epsilon: positive,
} satisfies Record<string, NumberRange>;

/** A setting that an optimiser can have. */
type Setting = keyof typeof RANGES;

/**
 * The settings of an optimiser: those given, and the defaults of the others.
 *
 * @param optimiser names it in errors
 * @throws RangeError naming the first setting that is unknown or out of its range, with what was expected and given
 */
export function optimiserSettings<Name extends Setting>(
  optimiser: string,
  defaults: Readonly<Record<Name, number>>,
  given: Readonly<Partial<Record<Name, number>>>,
): Readonly<Record<Name, number>> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined) {
    throw new RangeError(
      `${optimiser}: unknown setting '${unknown}'; known: ${Object.keys(defaults).join(', ')}`,
    );
  }
  const settings = (Object.keys(defaults) as Name[]).map((name) => {
    const { [name]: value = defaults[name] } = given;
    requireNumber(`${optimiser}: ${name}`, value, RANGES[name]);
    return [name, value] as const;
  });
  return Object.fromEntries(settings) as Record<Name, number>;
}
