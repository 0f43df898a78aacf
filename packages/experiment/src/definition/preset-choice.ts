import { plainName } from '@better-attention/records';
import { z } from 'zod';
import type { MechanismFile } from '../mechanism-file/load-mechanism.js';
import { Failure } from '../support/failure.js';

/** Which preset of a definition, and what is overridden for this time. */
export interface PresetChoice {
  readonly preset: string;
  /** How many seeds, or repetitions of times, instead of the preset's. */
  readonly seeds?: number | undefined;
  /** A mechanism of a person's own, which takes the place of all that the definition compares. */
  readonly judged?: JudgedChoice | undefined;
}

/** A mechanism of a person's own, and what it is set beside. */
export interface JudgedChoice {
  readonly mechanism: Pick<MechanismFile, 'name' | 'path' | 'sha256'>;
  /** Mechanisms that come with the packages, Standard among them. */
  readonly against: readonly string[];
}

/** A preset that was chosen, with the reason why it differs from the paper's settings. */
export interface ChosenPreset {
  readonly name: string;
  readonly because: string;
  /** The preset that was asked for and stands for this one. */
  readonly insteadOf?: string;
}

/** Presets by their names, which folders are named after. */
export function presetsOf<Preset extends z.ZodType>(preset: Preset) {
  return z.record(plainName, preset);
}

/** How many seeds are chosen. @throws Failure when that is no whole number above 0 */
export function chosenSeeds({ seeds }: PresetChoice): number | undefined {
  if (seeds === undefined || (Number.isInteger(seeds) && seeds > 0)) return seeds;
  throw new Failure(`seeds: expected a whole number above 0, got ${seeds}`);
}
