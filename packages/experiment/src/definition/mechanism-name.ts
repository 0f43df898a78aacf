import { mechanism } from '@better-attention/attention';
import { z } from 'zod';

/** Names of the registry of mechanisms. */
export const mechanismNames = z.array(
  z.string().superRefine((name, context) => {
    try {
      mechanism(name);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  }),
);
