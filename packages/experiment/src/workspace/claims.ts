import { type Claimant, claimant } from '@better-attention/files';
import { Failure } from '../support/failure.js';

/** The folder below a table's records where its units lie that are begun and not recorded, each under a claim. */
export const CLAIMS = 'unfinished';

/** How many signs of life of a holder fit in the time after which it counts as dead. */
const BEATS = 12;

/**
 * What claims the units of a table. A holder that gives no sign of life for 60 s counts as dead, or for as many seconds as the
 * variable BETTER_ATTENTION_STALE_SECONDS says, the same for all processes that share a table.
 */
export function openClaimant(text = process.env.BETTER_ATTENTION_STALE_SECONDS): Claimant {
  if (text === undefined) return claimant();
  const milliseconds = Number(text) * 1000;
  if (!(milliseconds > 0)) {
    throw new Failure(`BETTER_ATTENTION_STALE_SECONDS: expected a number above 0, got '${text}'`);
  }
  return claimant({ staleMilliseconds: milliseconds, beatMilliseconds: milliseconds / BEATS });
}
