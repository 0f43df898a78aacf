import type { Evidence, Question } from './evidence.js';
import type { Finding } from './model.js';
/** The findings of one claim on every table, answered after Holm's correction over all of its tests of a kind. */
export declare function findingsOf(
  evidence: readonly Evidence[],
  ask: (evidence: Evidence) => Question[],
): Finding[][];
