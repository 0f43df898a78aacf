/** Which preset of a definition, and what is overridden for this time. */
export interface PresetChoice {
  readonly preset: string;
  /** How many seeds, or repetitions of times, instead of the preset's. */
  readonly seeds?: number | undefined;
}

/** A preset that was chosen, with the reason why it differs from the paper's settings. */
export interface ChosenPreset {
  readonly name: string;
  readonly because: string;
}
