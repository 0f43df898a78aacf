import { type Figure } from '../figures/figure.js';
import { type RatioAt } from './crossovers.js';
import { type Quantities } from './quantities.js';
import { type Axis, type ReportSweep } from './report-sweep.js';
/** What a sweep's figures are made from. */
export interface FigureInput {
  sweep: ReportSweep;
  quantities: Quantities;
  /** The records' folder as the figure's reader finds it, relative to the report. */
  recordsPath: string;
}
/** The figures of a sweep; none without records. */
export declare function figuresOf(input: FigureInput): Figure[];
/** Ratios of a measure to Standard's along an axis. */
export declare function ratiosAlong(
  { sweep, quantities }: Pick<FigureInput, 'sweep' | 'quantities'>,
  {
    axis,
    measure,
    mechanism,
  }: {
    axis: Axis;
    measure: string;
    mechanism: string;
  },
): RatioAt[];
