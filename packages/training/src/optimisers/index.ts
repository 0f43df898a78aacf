export { type AdamOptions, adam } from './adam.js';
export { type AdamWOptions, adamW } from './adamw.js';
export type { LearningRateOptions } from './learning-rate.js';
export type { Optimiser, StepScalars } from './optimiser.js';
export { type RmspropOptions, rmsprop } from './rmsprop.js';
