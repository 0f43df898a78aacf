import type { Claim } from './model.js';
/**
 * The verdicts for a terminal, a line a claim, none wider than 100 characters; a last line says so when the runs used
 * embedded samples.
 */
export declare function renderVerdicts(claims: readonly Claim[]): string;
