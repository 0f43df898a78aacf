import {
  belowOne,
  type NumberRange,
  notNegative,
  positive,
  positiveInteger,
  requireNumber,
} from '../options/options.js';

/** What each setting of an optimiser may be, whichever optimiser has it. */
const RANGES = {
  learningRate: notNegative,
  decaySteps: positiveInteger,
  weightDecay: notNegative,
  beta1: belowOne,
  beta2: belowOne,
  rho: belowOne,
  epsilon: positive,
} satisfies Record<string, NumberRange>;

/** A setting that an optimiser can have. */
type Setting = keyof typeof RANGES;

/** A setting that an optimiser does without where it isn't given, so that it isn't in its record either. */
type Optional = 'decaySteps';

/** An optimiser's settings; of the optional ones, those that were given. */
export type OptimiserSettings<Name extends Setting> = Readonly<Record<Exclude<Name, Optional>, number>> &
  Readonly<Partial<Record<Optional, number>>>;

/**
 * The settings of an optimiser: those given, and the defaults of the others.
 *
 * @param optimiser names it in errors
 * @throws RangeError naming the first setting that is unknown or out of its range, with what was expected and given
 */
export function optimiserSettings<Name extends Setting>(
  optimiser: string,
  defaults: Readonly<Record<Exclude<Name, Optional>, number>>,
  given: Readonly<Partial<Record<Name, number | undefined>>>,
): OptimiserSettings<Name> {
  const known = [...Object.keys(defaults), 'decaySteps' satisfies Optional];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`${optimiser}: unknown setting '${unknown}'; known: ${known.join(', ')}`);
  }
  const stated = Object.entries(given).filter(([, value]) => value !== undefined);
  const settings: Readonly<Record<string, unknown>> = { ...defaults, ...Object.fromEntries(stated) };
  for (const [name, value] of Object.entries(settings)) {
    requireNumber(`${optimiser}: ${name}`, value, RANGES[name as Setting]);
  }
  return settings as OptimiserSettings<Name>;
}
