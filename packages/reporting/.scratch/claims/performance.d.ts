import { type Evidence, type Question } from './evidence.js';
/** Claim 3: the headline is like Standard's, by an equivalence test with the table's margin. */
export declare function performsLikeStandard(evidence: Evidence, mechanism: string): Question;
/** Claim 4: the headline is better than Standard's, by a paired t test; the paper's “up to” stands beside the gain. */
export declare function outperformsStandard(evidence: Evidence, mechanism: string, upTo: number): Question;
