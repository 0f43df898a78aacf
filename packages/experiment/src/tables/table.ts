import type { ObtainedFiles, ObtainOptions, Progress } from '@better-attention/datasets';
import type { Claim } from '@better-attention/files';
import type {
  LayerRecord,
  RecordKind,
  RunRecord,
  SourceRecord,
  SpeedRecord,
} from '@better-attention/records';
import type { TableInput } from '@better-attention/reporting';
import type { UnitCosts } from '../calibration/costs.js';
import type { ChosenPreset, JudgedChoice } from '../definition/preset-choice.js';
import type { EngineOptions } from '../runs/engines.js';
import type { Json } from '../support/json.js';

/** A record of any kind. */
export type TableRecord = RunRecord | LayerRecord | SpeedRecord;

/** What is measured at once and recorded in one file: a training run, or all layers' counts or times. */
export interface Unit {
  /** The name of its record's file: `super-h4-seed0.json`. */
  readonly file: string;
  /** `super 4 heads seed 0` */
  readonly name: string;
  /** What tells it from others, in the columns of a list: `['super', '4 heads', 'seed 0']`. */
  readonly columns: readonly string[];
  /** Whether a report says by itself that it wasn't measured, so that it counts as no gap among the records. */
  readonly aside?: boolean;
  /** Which run it is; of trainings alone. */
  readonly of?: RunOfUnit;
  /** SHA-256 of its configuration and of what tells it from every other unit. */
  readonly fingerprint: string;
  /** What is measured; other seeds or repetitions have the same. */
  readonly configuration: Readonly<Record<string, Json>>;
  /** What a run's time follows from; of trainings alone. */
  readonly work?: Work;
}

/** What tells a training run from the others of its table. */
export interface RunOfUnit {
  readonly mechanism: string;
  readonly heads: number;
  readonly seed: number;
  /** Whether `heads` is the table's own number, not that of an ablation. */
  readonly hasOwnHeads: boolean;
  /** Whether it starts or is trained otherwise than the table's own runs. */
  readonly isVariant: boolean;
}

/** What a training's time follows from: how long a step takes, and how many there are. */
interface Work {
  /** SHA-256 of all settings that a step depends on; how W^A starts is none of them. */
  readonly steps: string;
  /** How many examples it is trained on, where not on all of them. */
  readonly trainExamples?: number;
}

/**
 * A table under a preset, of either kind: what it consists of, how that is measured, and what a report is given. A table is only
 * ever handed its own units and the records that it reads itself; so commands hold it as `Table` alone.
 */
export interface Table<Planned extends Unit = Unit, Value extends TableRecord = TableRecord> {
  readonly name: string;
  readonly title: string;
  readonly preset: ChosenPreset;
  /** The folder of its records. */
  readonly folder: string;
  readonly records: RecordKind<Value>;
  /** How messages speak of its units. */
  readonly words: {
    /** `run` */
    readonly unit: string;
    /** `train` */
    readonly verb: string;
    /** `trained` */
    readonly participle: string;
    /** `training` */
    readonly gerund: string;
  };
  /** The code that determines what it measures. */
  readonly code: readonly string[];
  /** Whether what older sources recorded is measured again unasked. */
  readonly renew: boolean;
  /** The data that it needs; none of single layers. */
  readonly data?: TableData;
  /** The mechanism of a person's own that it is about, which every process that measures it loads. */
  readonly judged?: JudgedChoice | undefined;
  plan(): Planned[];
  /**
   * Gets ready to measure, before anything is read.
   *
   * @throws Failure when the table can't be measured as the options ask
   */
  open(options: MeasureOptions): Promise<Session<Planned, Value>>;
  /** How long a record's unit took, in seconds; none of a failed one. */
  seconds(record: Value): number | undefined;
  /** What a record says, in a few words. */
  outcome(record: Value): string;
  /** What a report needs of the table. */
  input(recorded: Recorded<Value>): Promise<TableInput>;
}

/** Which data a table needs, and how its files are had. */
export interface TableData {
  readonly name: string;
  /** Whether they are on this machine. @throws Error where they can't be: in a mirror that is none, or one's own that are gone */
  isHere(): Promise<boolean>;
  /** Finds them, or downloads them where that is allowed. */
  fetch(options?: Pick<ObtainOptions, 'offline' | 'signal' | 'progress'>): Promise<ObtainedFiles>;
}

/** How a table's units are measured. */
export interface MeasureOptions extends EngineOptions {
  /** What executes the steps; what another engine recorded is measured again. */
  readonly engine?: string | undefined;
  /** Seconds between two checkpoints of a run; by default 30. */
  readonly checkpointEvery?: number | undefined;
  /** Whether to measure again what older sources recorded; by default as the table says. */
  readonly retrain?: boolean | undefined;
  /** Whether to measure again whatever is recorded. */
  readonly again?: boolean | undefined;
  /** Whether trained parameters are kept, in `parameters` beside the records; runs without are trained again. */
  readonly keepParameters?: boolean | undefined;
}

/** A table that is being measured. */
export interface Session<Planned extends Unit = Unit, Value extends TableRecord = TableRecord> {
  /** Whether a record lacks what the options ask for, so that its unit is measured again. */
  lacks(unit: Planned, record: Value): boolean;
  /** Reads the data that the units are measured on; none of single layers. */
  load?(options: LoadOptions): Promise<void>;
  measure(unit: Planned, setting: MeasureSetting): Promise<Measured<Value>>;
  /** Tries a little of a unit, and says what the whole will cost. */
  calibrate(unit: Planned, options: LoadOptions): Promise<UnitCosts>;
}

/** How the loading of data is watched and ended early. */
export interface LoadOptions {
  readonly signal: AbortSignal;
  readonly onData: Progress;
}

/** What the measuring of one unit is given, and how it is watched and ended early. */
export interface MeasureSetting {
  readonly source: SourceRecord;
  /** The folder that this process owns as long as it is at the unit. */
  readonly claim: Claim;
  /** The most units at once on this machine since this one began, itself counted. */
  readonly concurrentRuns: () => number;
  readonly signal: AbortSignal;
  /** Prints a line about the unit for good. */
  readonly say: (line: string) => void;
  readonly onProgress: (progress: UnitProgress) => void;
}

/** How far one unit is. */
export interface UnitProgress {
  /** From 0 to 1. */
  readonly done: number;
  /** Where in the unit it is, from large to small: `['epoch 1/2', 'step 5/10']` */
  readonly position?: readonly string[];
  /** What is known so far: `['loss 0.693']` */
  readonly details: readonly string[];
}

/** What measuring one unit ends with. */
export interface Measured<Value extends TableRecord = TableRecord> {
  readonly record: Value;
  /** Other files by their paths from the folder of the records. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/** A table's records of its plan, and what can't be used of them. */
export interface Recorded<Value extends TableRecord = TableRecord> {
  /** By file name. */
  readonly records: ReadonlyMap<string, Value>;
  /** Files that can't be read or don't hold what they say, with the reason. */
  readonly unusable: ReadonlyMap<string, string>;
  /** What a reader must know about these records, a sentence each. */
  readonly remarks: readonly string[];
}
