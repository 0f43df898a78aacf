import type { Evidence, Question } from './evidence.js';
import type { Claim, TableVerdict } from './model.js';
/** A claim and how to ask the runs about it. */
export interface Statement extends Pick<Claim, 'id' | 'number' | 'version' | 'label' | 'statement'> {
  ask: (evidence: Evidence) => Question[];
  /** What the data sets together say beyond their verdicts. */
  closing?: (tables: readonly TableVerdict[]) => string;
}
/** The claims of the abstract that runs on one data set can speak to, in the order of the report. */
export declare const STATEMENTS: readonly Statement[];
/** The claim that gathers the others. */
export declare const EVERYWHERE: Omit<Statement, 'ask' | 'closing'>;
