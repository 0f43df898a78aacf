export { type AdamOptions, adam } from './optimisers/adam.js';
export { type AdamWOptions, adamW } from './optimisers/adamw.js';
export type { Optimiser, StepScalars } from './optimisers/optimiser.js';
export { type RmspropOptions, rmsprop } from './optimisers/rmsprop.js';
