import { mechanisms } from '@better-attention/attention';
import { plainName } from '@better-attention/records';
import { unlisted } from '../support/spelling.js';
import { distinct } from './distinct.js';

/** Names of the registry of mechanisms, each once. */
export const mechanismNames = distinct(
  plainName.superRefine((name, context) => {
    if (mechanisms.has(name)) return;
    context.addIssue({
      code: 'custom',
      message: `unknown mechanism ${unlisted(name, [...mechanisms.keys()])}`,
    });
  }),
);
