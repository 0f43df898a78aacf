import type { LayerSize, ReportSweep } from './report-sweep.js';
/** What is counted or timed of a layer. */
export interface Measure {
  /** The id of its column: `parameters`, `batch64.milliseconds`. */
  id: string;
  /** Neighbours of one group share a heading. */
  group: string;
  label: string;
  unit: string;
  /** The same on every machine. */
  exact: boolean;
  /** Whether its ratio to Standard is shown. */
  ratio: boolean;
}
/** A measure of one layer. */
export interface Quantity extends LayerSize {
  mechanism: string;
  /** The id of the measure. */
  measure: string;
  /** By repetition; counts have one. */
  values: ReadonlyMap<number, number>;
  files: readonly string[];
}
/** The id of the latency at a batch size. */
export declare function latencyId(batch: number): string;
/** The batch sizes of a sweep of times, ascending; none of counts. */
export declare function batchesOf({ records }: ReportSweep): number[];
/** The measures of a sweep, in the order of the columns. */
export declare function measuresOf(sweep: ReportSweep): Measure[];
/** Finds a measure of a mechanism's layer; nothing where it wasn't measured. */
export type Quantities = (measure: string, mechanism: string, size: LayerSize) => Quantity | undefined;
/** Everything that a sweep's records hold, measure by measure. */
export declare function quantitiesOf({ records }: Pick<ReportSweep, 'records'>): Quantities;
/** The mean over the repetitions. */
export declare function meanOf({ values }: Quantity): number;
/** A quantity divided by another's: geometric mean over the repetitions that both have. */
export interface Ratio {
  ratio: number;
  /** 95 % interval (Student's t on the logarithms); none of counts or fewer than three repetitions. */
  interval: readonly [low: number, high: number] | undefined;
}
/** `quantity / other`, paired by repetition. */
export declare function ratioOf(quantity: Quantity, other: Quantity): Ratio;
