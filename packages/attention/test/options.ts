import { mechanism } from '../src/index.js';

/** Of the options that a test sets, those that a mechanism takes. */
export function optionsOf<Options extends object>(name: string, options: Options): Options {
  const { optionNames } = mechanism(name);
  const taken = Object.entries(options).filter(([option]) => optionNames.includes(option));
  return Object.fromEntries(taken) as Options;
}
