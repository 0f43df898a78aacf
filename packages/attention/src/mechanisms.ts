import type { AttentionParameters, Mechanism } from './attention.js';
import { efficientAttention } from './efficient.js';
import { optimisedAttention } from './optimised.js';
import { standardAttention } from './standard.js';
import { superAttention } from './super.js';

const paper = {
  standard: standardAttention,
  optimised: optimisedAttention,
  efficient: efficientAttention,
  super: superAttention,
} as const;

const registered = new Map<string, Mechanism>(Object.entries(paper));

/** The mechanisms of the paper. */
export type MechanismName = keyof typeof paper;

/** The mechanisms by name, those of the paper first. */
export const mechanisms: ReadonlyMap<string, Mechanism> = registered;

/**
 * The mechanism of a name.
 * @throws when none has it; the error lists those that there are
 */
export function mechanism<Name extends MechanismName>(name: Name): (typeof paper)[Name];
export function mechanism(name: string): Mechanism;
export function mechanism(name: string): Mechanism {
  const found = registered.get(name);
  if (found !== undefined) return found;
  throw new Error(`mechanism: '${name}' is unknown; known are ${[...registered.keys()].join(', ')}`);
}

/**
 * Makes a mechanism known by name to everything that takes one.
 * @throws when the name is taken
 */
export function registerMechanism<Parameters extends AttentionParameters>(
  name: string,
  added: Mechanism<Parameters>,
): void {
  if (registered.has(name)) throw new Error(`mechanism: '${name}' is registered already`);
  registered.set(name, added);
}
