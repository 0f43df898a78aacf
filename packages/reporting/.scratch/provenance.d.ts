import type { RunRecord } from '@better-attention/records';
/** What runs have in common, or the values in which they differ. */
export interface Distinct {
  text: string;
  /** File names of the runs with this value. */
  runs: readonly string[];
}
/** One line of provenance. */
export interface ProvenanceEntry {
  label: string;
  values: readonly Distinct[];
}
type Records = ReadonlyMap<string, RunRecord>;
/** The different descriptions of runs, each with its runs, in the order of their first run. */
export declare function distinct(records: Records, describe: (record: RunRecord) => string): Distinct[];
/** The examples themselves, however their files are packed. */
export declare function dataOf({ data }: RunRecord): string;
/** Whose numbers these are: data, sources, engine, machine, when. */
export declare function provenanceOf(records: Records): ProvenanceEntry[];
/** From the first start to the last end; empty without records. */
export declare function trainedBetween(records: Records): string;
/** Engine, device, threads and how many runs shared them. */
export declare function engineOf({ engine }: RunRecord): string;
/** Processor, cores, memory and platform. */
export declare function machineOf({ machine }: RunRecord): string;
/** Of Node and of the packages that the engine names. */
export declare function versionsOf({ engine, machine }: RunRecord): string;
