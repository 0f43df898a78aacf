import type { z } from 'zod';

/** Refuses an end before its start: writers take care that a clock that is set back makes none. */
export function checkTimes(
  { startedAt, finishedAt }: { readonly startedAt: string; readonly finishedAt: string },
  context: z.RefinementCtx,
): void {
  if (Date.parse(finishedAt) >= Date.parse(startedAt)) return;
  context.addIssue({
    code: 'custom',
    path: ['finishedAt'],
    message: `expected a time from ${startedAt} on, got ${finishedAt}`,
  });
}
