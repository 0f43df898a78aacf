import type { Holder } from '@better-attention/files';
import type { UnitState } from '../tables/table-state.js';
import type { EstimatedUnit } from './plan-table.js';

/** What is going on with a unit. */
export type Situation =
  | { readonly state: UnitState | 'unfinished' }
  | { readonly state: 'running'; readonly holder: Holder }
  | { readonly state: 'failed'; readonly error: string };

/** A unit that somebody works on is running, whatever was recorded of it; one that is left and can go on is unfinished. */
export function situationOf({
  state,
  isLeft,
  record,
  attempt,
}: Pick<EstimatedUnit, 'state' | 'isLeft' | 'record' | 'attempt'>): Situation {
  if (attempt?.holder !== undefined) return { state: 'running', holder: attempt.holder };
  if (isLeft && attempt?.kept) return { state: 'unfinished' };
  if (state === 'done' && record !== undefined && 'status' in record && record.status === 'failed') {
    return { state: 'failed', error: record.error };
  }
  return { state };
}
