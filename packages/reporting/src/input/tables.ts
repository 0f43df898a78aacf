import {
  type AttentionMaps,
  type CompleteRun,
  type LayerRecord,
  type RunRecord,
  type SettingDifference,
  type SpeedRecord,
  variantParts,
} from '@better-attention/records';
import type { MetricColumn } from './metrics.js';
import type { Paper } from './paper.js';

/** What to report, and where. */
export interface ReportInput {
  /** The report's folder: `reports/cpu`. */
  readonly folder: string;
  /** The preset of all its tables. */
  readonly preset: string;
  readonly tables: readonly TableInput[];
  /** The mechanism that the report is about, where it isn't about the paper's claims. */
  readonly judged?: JudgedMechanism | undefined;
}

/** A mechanism of a person's own. */
export interface JudgedMechanism {
  /** As the tables' records name it. */
  readonly name: string;
  /** Its file: `cosine.js`. */
  readonly file: string;
  /** SHA-256 of the file, or of it and the local files that it imports. */
  readonly sha256: string;
}

/** One table to report: its records and how to show them. */
export type TableInput = TrainingTableInput | LayerTableInput | SpeedTableInput;

/** A record of any kind. */
export type AnyRecord = RunRecord | LayerRecord | SpeedRecord;

/** What a table of any kind has. */
export interface CommonInput<RecordOfTable extends AnyRecord> {
  /** Names files and anchors: `imdb`. */
  readonly name: string;
  readonly title: string;
  readonly preset: {
    readonly name: string;
    readonly because?: string;
    /** The report's preset, where that stands for this one. */
    readonly insteadOf?: string;
  };
  /** In the order of the rows. */
  readonly mechanisms: readonly string[];
  /** By file name. */
  readonly records: ReadonlyMap<string, RecordOfTable>;
  /** The folder of those files, for links. */
  readonly recordsFolder: string;
  /** How the command is started where these records lie, by default `npx better-attention`. */
  readonly program?: string;
  /** The mechanism's file that the command is given, from the folder that it is started in. */
  readonly mechanismFile?: string;
  /** Records that the table leaves out, by file name, each with its reason. */
  readonly unusable?: ReadonlyMap<string, string>;
  /** What else a reader must know about these records, a sentence each. */
  readonly remarks?: readonly string[];
  /** What is known of the paper's numbers; each `column` is one of the table's, or of a layer table a measure in words. */
  readonly paper?: Paper;
  /** What would measure it, for a table without records. */
  readonly toMeasure?: ToMeasure;
  /** In what the preset differs from the settings that the table states, which of training are the paper's; values as JSON. */
  readonly changed?: readonly SettingDifference[];
  /** In what the table differs from the paper under any preset, a line each. */
  readonly deviations: readonly string[];
}

/** What would measure a table. */
export interface ToMeasure {
  /** `npm run table -- imagenet --preset paper` */
  readonly command: string;
  /** How much there is to measure: `95 runs`. */
  readonly units: string;
  /** How long it takes one machine, as estimated from step times; absent where nothing is known. */
  readonly hours?: number;
}

/** A table of training runs. */
export interface TrainingTableInput extends CommonInput<RunRecord> {
  readonly kind: 'training';
  /** In the order of the columns. */
  readonly metrics: readonly MetricColumn[];
  /** The metric that figures and sentences are about. */
  readonly headline: string;
  /** What counts as performing like Standard; without it nothing is judged to. */
  readonly equivalence?: Equivalence;
  /** The seeds from 0 that only set how many others are trained: no verdict rests on them. None where that was fixed before. */
  readonly pilotSeeds?: number;
  /** Mechanisms that the paper doesn't compare: a block of rows of their own, outside bold and claims. */
  readonly baselines?: readonly string[];
  /** Heads of the table's main rows; rows of other heads are an ablation. */
  readonly heads: number;
  /** A metric that is no mean over examples, on resamples of the test examples, by the file name of the run's record. */
  readonly resampled?: ReadonlyMap<string, ResampledMetric>;
  /** Starts of W^A beside the default: rows of their own, outside bold and claims. */
  readonly starts?: readonly string[];
  /** Numbers of training examples that Standard, and Super from every start, were trained on besides all of them. */
  readonly trainSizes?: readonly number[];
  /** The runs of these starts and sizes, by file name; `records` has none of them. */
  readonly variants?: ReadonlyMap<string, RunRecord>;
  /** Models of the preset's sizes and of the paper's, counted from what the table states: that needs no run. */
  readonly counted?: readonly CountedModels[];
  /** Attention weights of test examples, by the file name of the run's record. */
  readonly attention?: ReadonlyMap<string, AttentionMaps>;
}

/** A metric of one run on test examples drawn with replacement; runs of as many examples have the same draws. */
export interface ResampledMetric {
  /** Its name in the records: `bleu`. */
  readonly metric: string;
  /** How many test examples there are. */
  readonly examples: number;
  /** The metric on each draw. */
  readonly resamples: readonly number[];
  /** How it is computed: sacreBLEU's signature. */
  readonly method: string;
}

/** What the models of a preset hold and compute; classes are as many as the data set has as published. */
export interface CountedModels {
  readonly preset: string;
  readonly heads: number;
  /** ℓ and d_m of the attention layers. */
  readonly contextLength: number;
  readonly modelWidth: number;
  /** By mechanism. */
  readonly models: ReadonlyMap<string, CountedModel>;
}

/** What a model and its attention layers hold and compute. */
export interface CountedModel {
  readonly parameters: { readonly model: number; readonly attention: number; readonly layer: number };
  readonly matmulsPerHead: number;
}

/** What counts as performing alike. */
export interface Equivalence {
  /** How far from Standard the headline may lie, either way, in its shown unit. */
  readonly margin: number;
  /** Why so far and no farther, in a sentence. */
  readonly because: string;
}

/** A table of single attention layers at several sizes: of counts, or of times. */
export interface LayerTableInput extends CommonInput<LayerRecord> {
  readonly kind: LayerRecord['kind'];
  /** The size that every axis passes through. */
  readonly base: LayerSize;
  readonly axes: Readonly<Record<Axis, readonly number[]>>;
}

/** A table of step times of whole models, each with every mechanism. */
export interface SpeedTableInput extends CommonInput<SpeedRecord> {
  readonly kind: 'speed';
  /** The most threads of a step, each timed. */
  readonly threads: readonly number[];
  /** In the order of the rows. */
  readonly models: readonly SpeedRecord['model'][];
}

/** The size of an attention layer: Lq = Lk, D and H. */
export interface LayerSize {
  readonly contextLength: number;
  readonly modelWidth: number;
  readonly heads: number;
}

/** What a layer table varies, one at a time. */
export type Axis = keyof LayerSize;

/** Whether a table, built or not, is of step times. */
export function isSpeed<Table extends { readonly kind: TableInput['kind'] }>(
  table: Table,
): table is Extract<Table, { readonly kind: 'speed' }> {
  return table.kind === 'speed';
}

/** Whether a table, built or not, is of training runs. */
export function isTraining<Table extends { readonly kind: TableInput['kind'] }>(
  table: Table,
): table is Extract<Table, { readonly kind: 'training' }> {
  return table.kind === 'training';
}

/**
 * The headline's column.
 *
 * @throws Error when the table has no such metric or its test part isn't shown
 */
export function headlineOf(table: TrainingTableInput): MetricColumn {
  const found = table.metrics.find(
    ({ metric, parts }) => metric === table.headline && parts.includes('test'),
  );
  if (found) return found;
  const known = table.metrics.map(({ metric }) => metric).join(', ');
  throw new Error(
    `report of ${table.name}: headline ${table.headline} isn't among its test metrics (has ${known})`,
  );
}

/** The runs that came to their end, by file name. */
export function completeRuns({ records }: Pick<TrainingTableInput, 'records'>): Map<string, CompleteRun> {
  return new Map(
    [...records].flatMap(([file, run]): [string, CompleteRun][] =>
      run.status === 'complete' ? [[file, run]] : [],
    ),
  );
}

/** Every record of a table, those of variants too. */
export function everyRecord(table: TableInput): ReadonlyMap<string, AnyRecord> {
  return isTraining(table) ? new Map([...table.records, ...(table.variants ?? [])]) : table.records;
}

/** The runs of a row, by file name. */
export function runsOfRow(
  { records, variants = new Map() }: Pick<TrainingTableInput, 'records' | 'variants'>,
  row: Pick<RunRecord, 'mechanism' | 'heads' | 'variant' | 'trainExamples'>,
): [string, RunRecord][] {
  return [...(variantParts(row).length === 0 ? records : variants)].filter(
    ([, run]) =>
      run.mechanism === row.mechanism &&
      run.heads === row.heads &&
      run.variant === row.variant &&
      run.trainExamples === row.trainExamples,
  );
}

/** The complete runs of one of the table's main rows, by file name. */
export function mainRuns(
  { records, heads }: Pick<TrainingTableInput, 'records' | 'heads'>,
  mechanism: string,
): [string, CompleteRun][] {
  return [...completeRuns({ records })].filter(
    ([, run]) => run.mechanism === mechanism && run.heads === heads,
  );
}

/** Whether a mechanism stands outside the paper's comparison. */
export function isBaseline({ baselines }: TrainingTableInput, mechanism: string): boolean {
  return baselines?.includes(mechanism) ?? false;
}

/** A sentence for each record that is left out. */
export function leftOut({ unusable }: TableInput): string[] {
  return [...(unusable ?? [])].map(([file, reason]) => `${file} is left out: ${reason}`);
}
