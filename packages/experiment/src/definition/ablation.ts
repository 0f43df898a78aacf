import { z } from 'zod';
import { distinct } from './distinct.js';
import { ABLATED_STARTS } from './matrix-start.js';

const count = z.int().positive();

/** The schema of {@link Ablation}. */
export const ablation = z
  .strictObject({
    /** Numbers of heads that the mechanisms are trained with besides the model's own. */
    heads: distinct(count).min(1).optional(),
    /** How many seeds of other numbers of heads, where not as many as of the model's own. */
    headSeeds: count.optional(),
    /** Other starts of W^A, for the mechanisms that have one, of the model's own heads. */
    start: distinct(z.enum(ABLATED_STARTS)).min(1).optional(),
    /**
     * Numbers of training examples that Standard and these mechanisms, from every start, are trained on besides all of
     * them; validation and test parts stay.
     */
    trainSizes: distinct(count).min(1).optional(),
    /**
     * How many seeds of `start` and `trainSizes`, where not as many as of the model's own; other starts on all examples
     * have no seeds that the default lacks.
     */
    startSeeds: count.optional(),
  })
  .refine(({ heads, start }) => heads !== undefined || start !== undefined, {
    error: 'expected heads or start, which are varied; null where nothing is',
  });

/** An ablation of an experiment: what is varied beside the table's own runs. */
export type Ablation = z.output<typeof ablation>;
