import type { AnyMechanism, NamedMechanism } from '../contract/attention.js';
import { namedMechanism } from '../contract/define.js';
import { efficientAttention } from './efficient.js';
import { linformerAttention } from './linformer.js';
import { multiQueryAttention } from './multi-query.js';
import { optimisedAttention } from './optimised.js';
import { performerAttention } from './performer.js';
import { standardAttention } from './standard.js';
import { superAttention } from './super.js';

const paper = {
  standard: standardAttention,
  optimised: optimisedAttention,
  efficient: efficientAttention,
  super: superAttention,
} as const;

const baselines = {
  linformer: linformerAttention,
  performer: performerAttention,
  'multi-query': multiQueryAttention,
} as const;

const builtIn = { ...paper, ...baselines };

const registered = new Map(Object.entries(builtIn).map(([name, added]) => [name, namedMechanism(added)]));

/** The names of the mechanisms of the paper, in its order. */
export const paperMechanisms = Object.keys(paper) as readonly (keyof typeof paper)[];

/** The names of the mechanisms of other papers that these are compared with. */
export const baselineMechanisms = Object.keys(baselines) as readonly (keyof typeof baselines)[];

/** The mechanisms that come with the package. */
export type MechanismName = keyof typeof builtIn;

/** The mechanisms by name: those of the paper first, then the baselines, then those registered later. */
export const mechanisms: ReadonlyMap<string, NamedMechanism> = registered;

/**
 * The mechanism of a name, with the types of its options where the name is that of one that comes with the package.
 * @throws when none has it; the error lists those that there are
 */
export function mechanism<Name extends MechanismName>(name: Name): (typeof builtIn)[Name];
export function mechanism(name: string): NamedMechanism;
export function mechanism(name: string): NamedMechanism {
  const found = registered.get(name);
  if (found !== undefined) return found;
  throw new Error(`mechanism: '${name}' is unknown; known are ${[...registered.keys()].join(', ')}`);
}

/**
 * Makes a mechanism, whatever its parameters and options, known by name to everything that takes one.
 * @throws when the name is taken
 */
export function registerMechanism(name: string, added: AnyMechanism): void {
  if (registered.has(name)) throw new Error(`mechanism: '${name}' is registered already`);
  registered.set(name, namedMechanism(added));
}
