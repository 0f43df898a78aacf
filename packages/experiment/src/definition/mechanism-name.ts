import { mechanism } from '@better-attention/attention';
import { plainName } from '@better-attention/records';
import { distinct } from './distinct.js';

/** Names of the registry of mechanisms, each once. */
export const mechanismNames = distinct(
  plainName.superRefine((name, context) => {
    try {
      mechanism(name);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  }),
);
