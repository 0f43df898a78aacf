import { type Evidence, type Question } from './evidence.js';
/** Claim 1: so much less of the attention parameters. Exact. */
export declare function fewerAttentionParameters(
  { table }: Evidence,
  mechanism: string,
  claimed: number,
): Question;
/** Claim 2: so many matrix multiplications fewer per head, counted in what was executed. Exact. */
export declare function fewerMultiplications(
  { table }: Evidence,
  mechanism: string,
  claimed: number,
): Question;
/** Claim 5: a smaller model. Exact. */
export declare function smallerModel({ table }: Evidence, mechanism: string): Question;
