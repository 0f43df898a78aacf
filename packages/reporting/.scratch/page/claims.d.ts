import type { Claim } from '../claims/model.js';
/** The link to a table's record, relative to the page. */
export type RecordLink = (table: string, file: string) => string;
/** The paper's claims with their verdicts, what they rest on, and the rules. */
export declare function renderClaims(claims: readonly Claim[], link: RecordLink): string;
