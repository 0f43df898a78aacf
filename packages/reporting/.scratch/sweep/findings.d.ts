import { type FigureInput } from './figures.js';
/** What a sweep says about one mechanism in one measure. */
export interface SweepFinding {
  /** The paper's claim that it bears on. */
  claim: 1 | 2 | 5;
  mechanism: string;
  measure: string;
  sentence: string;
  /** What the sentence rests on, in full precision. */
  numbers: Readonly<Record<string, number>>;
  /** File names of the records. */
  records: readonly string[];
}
type Input = Pick<FigureInput, 'sweep' | 'quantities'>;
/** What a sweep says about the paper's claims; nothing without records. */
export declare function findingsOf(input: Input): SweepFinding[];
